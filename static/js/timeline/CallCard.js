/**
 * A call as a single card that fills in as things arrive: while it rings, while it is talked, then outcome, recording,
 * transcript and rating. Everything comes from the one `call`; whoever owns it hands in newer versions.
 */
import { formatDateTime } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { Why } from "../pages/calls/Why.js";
import { CallTo } from "../phone/CallTo.js";
import { CallPlayer } from "../player/CallPlayer.js";
import { isReady } from "../player/RecordingState.js";
import { Badge } from "../ui/Badge.js";
import { Ago } from "../ui/Timer.js";
import { CallFacts } from "./CallFacts.js";
import { Hits } from "./Hits.js";
import { callIcon, callKind, callTitle, isLive, outcomeLabel, wasGiven } from "./facts.js";

export function CallCard({ call, hits, startsOpen = false }) {
  const [isOpen, setOpen] = useState(startsOpen && hasMore(call));
  const [at, setAt] = useState(null);
  const openAt = (seconds) => { setAt({ seconds }); setOpen(true); };
  const kind = callKind(call);
  return html`<article class=${`card card--${kind || "plain"}`} aria-label=${`${callTitle(call)}, ${formatDateTime(call.started_at)}`}>
    <span class=${`card__icon ${kind && `state-${kind}`}`}><${Icon} name=${callIcon(call)} /></span>
    <div class="card__body">
      <header class="card__head">
        <a class="card__title" href=${`/calls/${call.id}`}>${callTitle(call)}</a>
        <${CallBadges} call=${call} />
        <span class="push dim"><${Ago} at=${call.started_at} /></span>${!call.is_anonymous && html`<${CallTo} number=${call.direction === "outbound" ? call.to : call.from} customerId=${call.customer_id} name=${call.number_national} />`}${wasGiven(call) && html`<${Why} kind="call" refId=${call.id} name=${call.agent_name} isBare />`}
      </header>
      <${CallFacts} call=${call} />
      <${CallNotes} call=${call} />
      <${Hits} hits=${hits?.filter((hit) => hit.speaker !== "notes")} onOpen=${hasMore(call) && openAt} />
      ${hasMore(call) && html`<button type="button" class="card__toggle" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>
        <${Icon} name=${isOpen ? "chevron-up" : isReady(call.recording) ? "play" : "chevron-down"} size=${14} />${toggleLabel(call, isOpen)}</button>`}
      ${call.answered_at && !hasMore(call) && html`<p class="card__step"><${Icon} name="volume-x" size=${14} />${t("recording.absent")}</p>`}
      ${isOpen && hasMore(call) && html`<${CallPlayer} call=${call} startAt=${at} />`}
    </div>
  </article>`;
}

/** Something to hear or to read, now or soon. */
const hasMore = (call) => !!call.recording || isLive(call) || ["live", "done", "failed"].includes(call.transcript_state);

function toggleLabel(call, isOpen) {
  if (isOpen) return t("calls.collapse");
  if (isReady(call.recording)) return t(call.recording.kind === "voicemail" ? "calls.play_voicemail" : "calls.play");
  return isLive(call) ? t("calls.follow") : t("calls.recording_details");
}

/** Outcome, and what still moves or went wrong. */
export function CallBadges({ call }) {
  const outcome = outcomeLabel(call.disposition);
  const isWrapUp = call.wrap_up && !call.wrap_up.ended_at;
  return html`${isLive(call) && html`<${Badge} kind=${callKind(call) === "live" ? "accent" : callKind(call)}>${t("calls.live")}<//>`}
    ${outcome && html`<${Badge} kind="accent">${outcome}<//>`}
    ${isWrapUp && html`<${Badge} kind="waiting" icon="timer">${t("calls.wrapping_up")}<//>`}
    ${call.wrap_up?.is_auto_closed && !call.disposition && html`<${Badge} kind="warn" icon="flag">${t("calls.auto_closed")}<//>`}
    ${call.recording?.state === "failed" && html`<${Badge} kind="late" icon="circle-alert">${t("calls.recording_failed")}<//>`}`;
}

export function CallNotes({ call }) {
  const step = call.next_step;
  return html`${call.notes && html`<p class="card__notes">${call.notes}</p>`}
    ${step?.kind && html`<p class="card__step"><${Icon} name="calendar-clock" size=${14} />
      <span>${t(`calls.next_step.${step.kind}`)}${step.due_at && ` · ${formatDateTime(step.due_at)}`}${step.text && ` · ${step.text}`}</span></p>`}`;
}
