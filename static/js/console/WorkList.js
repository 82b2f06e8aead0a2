/** Left column: what is mine now, then what I just did. Empty, it says how to get work. */
import { serverNow } from "../lib/clock.js";
import { formatDate, formatExact, formatSpan, formatTime } from "../lib/format.js";
import { html, useEffect } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { whoRings } from "../shell/offerWords.js";
import { callbacks, fetchCallbacks } from "../store/callbacks.js";
import { calls, isLive, isWrapUp, selectCall, selectedCallId } from "../store/calls.js";
import { isLoaded } from "../store/connection.js";
import { offers } from "../store/offers.js";
import { findOutcome } from "../store/outcomes.js";
import { presence } from "../store/presence.js";
import { fetchRecent, recentCalls } from "../store/recent.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Ago, Timer } from "../ui/Timer.js";
import { menuOfCall, nameOfCall } from "./callWords.js";
import { Later } from "./Later.js";

const SHOWN = 6;
/** Once the browser has nothing better to do. */
const loadMine = () => new Promise((then) => (globalThis.requestIdleCallback || setTimeout)(then)).then(() => import("./mine/MyQueues.js"));

export function WorkList() {
  useEffect(() => { if (isLoaded.value) { fetchRecent(); fetchCallbacks(); } }, [isLoaded.value]);
  if (!isLoaded.value) return html`<${Skeleton} lines=${4} />`;
  const work = calls.value;
  const recent = (recentCalls.value || []).filter((call) => !work.some((one) => one.id === call.id)).slice(0, SHOWN);
  const promised = callbacks.value;
  const isEmpty = !work.length && !offers.value.length;
  return html`
    <h2 class="work__title">${t("work.title")}${work.length > 0 && ` · ${work.length}`}</h2>
    ${offers.value.map((offer) => html`<${RingingItem} key=${offer.id} offer=${offer} />`)}
    ${isEmpty ? html`<${NoWork} />` : html`<ul>${work.map((call) => html`<${WorkItem} key=${call.id} call=${call} />`)}</ul>`}
    ${promised.length > 0 && html`<h2 class="work__title">${t("work.callbacks")} · ${promised.length}</h2>
      <ul>${promised.map((one) => html`<${CallbackItem} key=${one.id} callback=${one} />`)}</ul>`}
    <${Later} load=${loadMine} name="MyQueues" />
    ${recent.length > 0 && html`<h2 class="work__title">${t("work.recent")}</h2>
      <ul>${recent.map((call) => html`<${RecentItem} key=${call.id} call=${call} />`)}</ul>`}`;
}

const NoWork = () => html`<p class="muted work__empty">${t(presence.value?.status === "available" ? "work.empty_available" : "work.empty")}</p>`;

const RingingItem = ({ offer }) => html`<div class="work__item work__item--ringing">
  <${Icon} name="phone-incoming" class="state-ringing" /><b class="cut">${whoRings(offer)}</b>
  <${Timer} until=${offer.expires_at} class="state-ringing" /><span class="work__line cut">${t("work.ringing")}</span></div>`;

/** "10:30" today, else its day. */
const whenWords = (at) => (formatDate(at) === formatDate(serverNow()) ? formatTime(at) : formatDate(at).slice(0, 5));

const CallbackItem = ({ callback: one }) => html`<li><a class="work__item" href=${one.customer_id ? `/customers/${one.customer_id}` : "/missed?tab=callbacks"}><${Icon} name="phone-outgoing" class=${one.is_late ? "state-late" : "dim"} />
  <span class="cut">${one.customer_name || one.number_national || one.note || t("work.callback")}</span><time class=${`num ${one.is_late ? "state-late" : "dim"}`} title=${formatExact(one.window.from)}>${whenWords(one.window.from)}</time>
  <span class="work__line cut">${one.note}</span></a></li>`;

/** Icon and colour of a piece of work. */
function lookOf(call) {
  if (isLive(call)) return { icon: "phone-call", state: call.held_at ? "state-waiting" : "state-ringing" };
  return isWrapUp(call) ? { icon: "pencil", state: "state-waiting" } : { icon: "flag", state: "state-late" };
}

function WorkItem({ call }) {
  const isCurrent = call.id === selectedCallId.value;
  const { icon, state } = lookOf(call);
  return html`<li><button type="button" class=${`work__item ${isCurrent ? "work__item--on" : ""}`} aria-current=${isCurrent ? "true" : null}
      onClick=${() => selectCall(call.id)}>
    <${Icon} name=${icon} class=${state} /><b class="cut">${nameOfCall(call)}</b><${WorkTime} call=${call} state=${state} />
    <span class="work__line cut">${lineOf(call)}</span></button></li>`;
}

function WorkTime({ call, state }) {
  if (isLive(call)) return html`<${Timer} since=${call.answered_at || call.started_at} class=${state} />`;
  if (isWrapUp(call)) return call.wrap_up.due_at ? html`<${Timer} until=${call.wrap_up.due_at} class=${state} />` : html`<span></span>`;
  return html`<${Ago} at=${call.ended_at} class="dim" />`;
}

function lineOf(call) {
  if (isWrapUp(call)) return t("work.wrapping");
  if (!isLive(call)) return t("work.auto_closed");
  if (call.held_at) return t("work.held");
  return [call.queue_name, menuOfCall(call)].filter(Boolean).join(" · ") || t("work.talking");
}

function RecentItem({ call }) {
  const unknown = call.wrap_up?.is_auto_closed ? t("work.no_outcome") : t(`call_state.${call.state}`);
  const facts = [call.talk_seconds && formatSpan(call.talk_seconds), labelOf(findOutcome(call.disposition)) || unknown];
  const icon = call.direction === "outbound" ? "phone-outgoing" : call.is_missed ? "phone-missed" : "phone-incoming";
  return html`<li><a class="work__item" href=${`/calls/${call.id}`}>
    <${Icon} name=${icon} class="dim" /><span class="cut">${nameOfCall(call)}</span><${Ago} at=${call.ended_at} class="dim" />
    <span class="work__line cut">${facts.filter(Boolean).join(" · ")}</span></a></li>`;
}
