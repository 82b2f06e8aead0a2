/** The call in the middle: who, what one can do, notes, outcome, script, the conversation as it is heard. */
import { formatClock } from "../lib/format.js";
import { html, useEffect } from "../lib/html.js";
import { locale, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { phoneState, resumeAudio } from "../phone/phone.js";
import { confidenceOf, warningsOf } from "../shell/offerWords.js";
import { isLive, isWrapUp } from "../store/calls.js";
import { watchCall } from "../store/live.js";
import { Badge } from "../ui/Badge.js";
import { Timer } from "../ui/Timer.js";
import { CallButtons, isAsked } from "./CallButtons.js";
import { IdentityChooser } from "./IdentityChooser.js";
import { Later } from "./Later.js";
import { LiveTranscript } from "./LiveTranscript.js";
import { Notes } from "./Notes.js";
import { WrapUp } from "./WrapUp.js";
import { isConnecting, menuOfCall, nameOfCall, numberOfCall } from "./callWords.js";

const loadInCall = () => import("./incall/InCall.js");
const isCrowded = (call) => call.transfer || call.room?.participants.some((one) => ["colleague", "outside", "supervisor"].includes(one.kind) && one.state === "in");

export function CallView({ call }) {
  useEffect(() => { watchCall(call.id); }, [call.id]);
  return html`<article class="call">
    <${CallHead} call=${call} />
    ${isLive(call) && html`<${CallButtons} call=${call} />`}
    ${isLive(call) && isCrowded(call) && html`<${Later} load=${loadInCall} name="InCall" call=${call} />`}
    ${isLive(call) && phoneState.value === "blocked" && html`<${SoundBlocked} />`}
    ${!isAsked(call) && html`<${IdentityChooser} call=${call} />`}
    <${Notes} call=${call} />
    ${!isAsked(call) && html`<${WrapUp} call=${call} />`}
    <${Script} text=${call.pop?.script} />
    <${LiveTranscript} call=${call} />
  </article>`;
}

function CallHead({ call }) {
  const { pop } = call;
  const sure = call.is_anonymous ? null : confidenceOf(call.customer_id ? chosenIdentity(call) : pop?.identity);
  const badges = [sure && { ...sure, title: pop?.identity?.reason }, ...warningsOf(pop?.badges, locale.value)].filter(Boolean);
  return html`<header class="call__head">
    <div class="call__who"><h1 class="cut">${nameOfCall(call)}</h1>
      ${badges.map((badge) => html`<${Badge} key=${badge.text} kind=${badge.kind} icon=${badge.icon} title=${badge.title}>${badge.text}<//>`)}
      <span class="push"><${CallState} call=${call} /></span></div>
    <div class="call__facts muted">${factsOf(call).join(" · ")}</div>
    ${pop?.reason?.queue_callback && html`<p class="note-line"><${Icon} name="phone-outgoing" /><span>${t("offer.queue_callback")} · ${t("call.waited", { time: formatClock(pop.waited_s) })}</span></p>`}
    ${pop?.reason?.transferred_by && !isAsked(call) && html`<${Transferred} reason=${pop.reason} />`}</header>`;
}

/** The line below the name: number, how long they waited, where they came in. */
function factsOf(call) {
  const isOut = call.direction === "outbound";
  const waited = isOut ? null : call.wait_seconds ?? call.pop?.waited_s;
  const number = numberOfCall(call);
  return [
    isOut ? t("call.outgoing") : "",
    number === nameOfCall(call) ? "" : number,
    waited === null || waited === undefined ? "" : t("call.waited", { time: formatClock(waited) }),
    call.queue_name || call.pop?.reason?.queue,
    menuOfCall(call),
  ].filter(Boolean);
}

/** Somebody was chosen or saved during the call: the number alone had not told who it is. */
function chosenIdentity(call) {
  const identity = call.pop?.identity;
  if (!identity || identity.customer_id === call.customer_id) return identity;
  return { ...identity, confidence: identity.candidates?.length > 1 ? "shared" : "single", candidates: [] };
}

function CallState({ call }) {
  if (isConnecting(call)) {
    const words = t(call.direction === "outbound" ? "call.dialing" : "call.connecting");
    return html`<span class="state-waiting row"><${Icon} name="loader-circle" class="icon--spin" />${words}</span>`;
  }
  if (!isLive(call)) {
    const words = t(isWrapUp(call) ? "call.ended" : "work.auto_closed");
    return html`<span class="muted num">${words} · ${formatClock(call.talk_seconds)}</span>`;
  }
  if (call.held_at) return html`<span class="call__timer state-waiting">${t("call.on_hold")}${" "}<${Timer} since=${call.held_at} /></span>`;
  return html`<span class="call__timer state-ringing"><${Icon} name="phone-call" size=${14} />${" "}<${Timer} since=${call.answered_at} /></span>`;
}

const Transferred = ({ reason }) => html`<p class="note-line"><${Icon} name="phone-forwarded" />
  <span>${t("call.transferred_by", { name: reason.transferred_by })}${reason.note && `: ${reason.note}`}</span></p>`;

const SoundBlocked = () => html`<button type="button" class="note-line note-line--waiting" onClick=${resumeAudio}>
  <${Icon} name="volume-x" />${t("call.audio_blocked")}</button>`;

const Script = ({ text }) => (text ? html`<details class="script" open>
  <summary><h2>${t("call.script")}</h2><${Icon} name="chevron-down" size=${14} /></summary><p>${text}</p></details>` : null);
