/** The lines of a call: those that came with it, else fetched; live ones are added as they are spoken. */
import { get } from "../lib/api.js";
import { useEffect, useState } from "../lib/html.js";
import { onEvent } from "../store/live.js";
import { addLine } from "../store/transcripts.js";

const HAS_LINES = ["live", "done"];

export function useTranscript(call) {
  const [lines, setLines] = useState(call.transcript || []);
  const [error, setError] = useState(null);
  const hasLines = HAS_LINES.includes(call.transcript_state);

  const load = () => {
    setError(null);
    get(`/calls/${call.id}/transcript`).then((body) => setLines(body.items || []), setError);
  };
  useEffect(() => {
    if (hasLines) load();
  }, [call.id, call.transcript_state]);
  useEffect(() => onEvent("transcript.line", (event) => {
    if (event.call_id === call.id) setLines((known) => addLine(known, { ...event.line, isPartial: event.is_final === false }));
  }), [call.id]);

  return { lines, error, reload: load, state: lines.length && !call.ended_at ? "live" : call.transcript_state || "none" };
}
