/** Everything a recording can be other than playable, each said plainly, with what to do about it. */
import { post } from "../lib/api.js";
import { codeText, errorText } from "../lib/errors.js";
import { html, useEffect, useState } from "../lib/html.js";
import { hasWords, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { toast } from "../lib/toasts.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";

export const isReady = (recording) => recording?.state === "verified";
const ON_ITS_WAY = ["expected", "fetching", "stored"];
const GONE = ["expired", "erased"];
const LIVE = ["ringing", "queued", "in_progress"];

/** The state to tell: the recording's own, but while the call goes on, that it is being made or may yet be. */
function recordingState(call) {
  const isOver = !!call.ended_at || !LIVE.includes(call.state);
  if (isOver) return call.recording?.state ?? "absent";
  return call.recording?.state === "expected" ? "live" : call.recording?.state ?? "not_yet";
}

export function RecordingState({ call }) {
  const state = recordingState(call);
  if (ON_ITS_WAY.includes(state)) {
    return html`<${Notice} icon="loader-circle" isBusy title=${t(`recording.${state}`)} text=${t("recording.on_its_way")} />`;
  }
  if (state === "failed") return html`<${Failed} call=${call} />`;
  if (GONE.includes(state)) return html`<${Notice} icon="trash-2" title=${t(`recording.${state}`)} text=${t(`recording.${state}_text`)} />`;
  if (state === "live") return html`<${Notice} icon="radio" title=${t("recording.live")} />`;
  if (state === "not_yet") return html`<${Notice} icon="clock" title=${t("recording.not_yet")} text=${t("recording.not_yet_text")} />`;
  return html`<${Notice} icon="volume-x" title=${t("recording.absent")} text=${whyAbsent(call)} />`;
}

const whyAbsent = (call) => (call.answered_at ? t("recording.absent_answered") : t("recording.absent_unanswered"));

function Failed({ call }) {
  const [isBusy, setBusy] = useState(false);
  const [isAsked, setAsked] = useState(false);
  useEffect(() => setAsked(false), [call.version]); // how it went arrives as an event
  const retry = async () => {
    setBusy(true);
    try {
      await post(`/calls/${call.id}/recording/retry`);
      setAsked(true);
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };
  if (isAsked) return html`<${Notice} icon="loader-circle" isBusy title=${t("recording.retrying")} text=${t("recording.on_its_way")} />`;
  return html`<${Notice} kind="late" icon="circle-alert" title=${t("recording.failed")}
      text=${reasonOf(call.recording.error)}>
    ${can("recordings.retry") && html`<${Button} size="small" icon="rotate-cw" busy=${isBusy} onClick=${retry}>${t("pages.retry")}<//>`}<//>`;
}

/** The server's code in words: what can befall a recording, else any refusal. */
function reasonOf(code) {
  if (!code) return t("recording.failed_text");
  return hasWords(`recording.errors.${code}`) ? t("recording.reason", { reason: t(`recording.errors.${code}`) }) : codeText(code);
}

export function Notice({ icon, title, text, kind = "", isBusy, children }) {
  return html`<div class=${`call-player__notice ${kind && `call-player__notice--${kind}`}`} role=${isBusy ? "status" : null}>
    <${Icon} name=${icon} class=${isBusy ? "icon--spin" : ""} />
    <div class="call-player__notice-text"><b>${title}</b>${text && html`<span class="muted">${text}</span>`}</div>${children}</div>`;
}
