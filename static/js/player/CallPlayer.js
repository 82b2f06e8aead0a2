/**
 * What was said in a call: the recording in whatever state it is, and the transcript beside it. Peaks and transcript are
 * fetched when this is shown, the audio itself only when somebody presses play.
 */
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { isReady, Notice, RecordingState } from "./RecordingState.js";
import { Player } from "./Player.js";
import { Transcript } from "./Transcript.js";
import { useEngine } from "./useEngine.js";
import { usePeaks } from "./usePeaks.js";
import { useTranscript } from "./useTranscript.js";
import "../pages/words.js";

/** `startAt` {seconds}: where to begin; another object, even of the same second, goes there again. */
export function CallPlayer({ call, startAt = null }) {
  const recording = isReady(call.recording) ? call.recording : null;
  const waveform = usePeaks(call.id, recording?.id);
  const isForbidden = waveform.error?.status === 403;
  const engine = useEngine(call.id, isForbidden ? null : recording);
  const transcript = useTranscript(call);
  useEffect(() => { if (startAt) engine?.seek(startAt.seconds); }, [startAt, engine]);
  return html`<div class="call-player">
    ${isForbidden ? html`<${Notice} icon="lock" title=${t("recording.forbidden")} text=${t("recording.forbidden_text")} />`
      : engine ? html`<${Player} key=${recording.id} call=${call} engine=${engine} waveform=${waveform} />`
      : html`<${RecordingState} call=${call} />`}
    <${Transcript} call=${call} transcript=${transcript} engine=${engine} startAt=${startAt} />
  </div>`;
}
