/** The playback engine of one recording for as long as its player is on screen; null while there is nothing to play. */
import { apiUrl } from "../lib/api.js";
import { useEffect, useMemo } from "../lib/html.js";
import { openEngine } from "./engine.js";

export function useEngine(callId, recording) {
  const engine = useMemo(() => recording && openEngine({
    url: apiUrl(`/calls/${callId}/recording?recording_id=${recording.id}`),
    channels: recording.channels || 1,
    durationSeconds: recording.duration_seconds,
  }), [callId, recording?.id]);
  useEffect(() => () => engine?.close(), [engine]);
  return engine;
}
