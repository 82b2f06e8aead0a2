/**
 * What was said in a call: the recording in whatever state it is, and the transcript beside it. Peaks and transcript are
 * fetched when this is shown, the audio itself only when somebody presses play.
 */
import { formatClock, formatTime } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can, me } from "../store/session.js";
import { partName } from "../timeline/facts.js";
import { isReady, Notice, RecordingState } from "./RecordingState.js";
import { Player } from "./Player.js";
import { Transcript } from "./Transcript.js";
import { useParts } from "./useParts.js";
import { usePeaks } from "./usePeaks.js";
import { useTranscript } from "./useTranscript.js";
import "../pages/words.js";

/** `startAt` {seconds}: where to begin; another object, even of the same second, goes there again. */
export function CallPlayer({ call, startAt = null }) {
  const several = (call.recordings || []).filter(isReady);
  const parts = several.length > 1 ? several : isReady(call.recording) ? [{ ...call.recording, offset_seconds: 0 }] : [];
  const [refused, setRefused] = useState(null);
  const isForbidden = refused === call.id || !mayPlay(call);
  const { part, index, engine, whole, goTo } = useParts(call, isForbidden ? [] : parts);
  const waveform = usePeaks(call.id, isForbidden ? null : parts[index]?.id);
  useEffect(() => { if (waveform.error?.status === 403) setRefused(call.id); }, [waveform.error]);
  const transcript = useTranscript(call);
  useEffect(() => { if (startAt) whole?.seek(startAt.seconds); }, [startAt, !whole]);
  return html`<div class="call-player">
    ${parts.length > 1 && !isForbidden && html`<${Parts} parts=${parts} index=${index} onPick=${goTo} />`}
    ${isForbidden ? html`<${Notice} icon="lock" title=${t("recording.forbidden")} text=${t("recording.forbidden_text")} />`
      : engine ? html`<${Player} key=${part.id} call=${call} recording=${part} engine=${engine} waveform=${waveform} />`
      : html`<${RecordingState} call=${call} />`}
    ${parts.length > 0 && !isForbidden && unrecorded(call).map((part) => html`<${Notice} key=${part.started_at} icon="volume-x" title=${t("player.not_recorded", { name: partName(part), time: formatTime(part.started_at) })} />`)}
    <${Transcript} call=${call} transcript=${transcript} engine=${whole} startAt=${startAt} />
  </div>`;
}

/** As the server has it (agents/policies.py): asked for in vain, each look at a colleague's call would be an error. */
const mayPlay = (call) => can("recordings.play_all")
  || [call.agent_id, call.customer?.owner_id, ...(call.parts || []).map((part) => part.agent_id)].includes(me.value?.id);

/** Whose parts of a call that is over are on no recording: it ended with the hand-over. */
const unrecorded = (call) => (call.ended_at && call.parts?.length > 1 ? call.parts.filter((part) => !part.is_recorded) : []);

/** One after the other; playing goes on into the next by itself. */
const Parts = ({ parts, index, onPick }) => html`<div class="filters__chips" role="group" aria-label=${t("player.parts")}>
  ${parts.map((part, at) => html`<button key=${part.id} type="button" class="chip" aria-pressed=${String(at === index)} onClick=${() => onPick(part.offset_seconds)}>${t("player.part", { n: at + 1 })}${part.speaker_name && ` · ${part.speaker_name}`}
    <span class="num dim">${formatClock(part.offset_seconds)}–${formatClock(part.offset_seconds + (part.duration_seconds || 0))}</span></button>`)}</div>`;
