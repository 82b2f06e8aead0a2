/** Somebody who waits: since when, why nobody has them yet, and what may be done: give, move up, another queue. */
import { secondsSince } from "../../lib/clock.js";
import { html } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { CallTo } from "../../phone/CallTo.js";
import { isReadyStatus } from "../../shell/statusLooks.js";
import { can } from "../../store/session.js";
import { Menu } from "../../ui/Menu.js";
import { Timer } from "../../ui/Timer.js";
import { Why } from "../calls/Why.js";
import { stateBy } from "./board.js";
import { callOff, give, moveTo, moveUp, nameOf, stopRinging } from "./verbs.js";

const KINDS = { late: "late", warn: "waiting", ok: "live", none: "live" };

export function WaitingRow({ item, queue, queues, agents, onChange }) {
  const state = stateBy(secondsSince(item.entered_at), queue.limits.longest_wait_warn, queue.limits.longest_wait_late);
  return html`<li class="waiting">
    <span class="waiting__who row">${item.is_outside ? html`<span class="cut dim">${nameOf(item)}</span>` : html`<a class="cut" href=${item.url || `/calls/${item.call_id}`}>${nameOf(item)}</a>`}
      ${item.kind !== "call" && !item.is_outside && html`<${CallTo} number=${item.number} customerId=${item.customer_id} name=${item.customer_name} />`}</span>
    <span class=${`waiting__time state-${KINDS[state]}`}>${state === "late" && html`<${Icon} name="circle-alert" size=${12} label=${t("supervisor.state.late")} />`}<${Timer} since=${item.entered_at} /></span>
    ${can("floor.direct") && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("wall.act_on", { who: nameOf(item) })} trigger=${html`<${Icon} name="ellipsis" />`}
      items=${itemsFor(item, queue, queues, agents, onChange)} />`}
    <span class="waiting__why dim">${whyOf(item)}${item.is_stuck && html` <span class="state-late"><${Icon} name="circle-alert" size=${12} /> ${t("supervisor.stuck")}</span>`} <${Why} kind=${item.kind} refId=${item.ref_id} isBare /></span></li>`;
}

const isFree = (agent) => isReadyStatus(agent.status) && agent.activity === "idle" && agent.is_reachable;

function itemsFor(item, queue, queues, agents, onChange) {
  const then = (action) => async () => { await action(); onChange(); };
  const members = new Set(queue.members.map((one) => one.id));
  const free = agents.filter(isFree).sort((a, b) => Number(members.has(b.id)) - Number(members.has(a.id)));
  const others = queues.filter((one) => one.id !== queue.id);
  return [
    { heading: t("wall.give_to") },
    ...free.slice(0, 8).map((agent) => ({ label: agent.name, dot: "done", hint: agent.off_duty ? t(`status.${agent.off_duty}`) : members.has(agent.id) ? "" : t("wall.not_member"), run: then(() => give(item, agent)) })),
    !free.length && { label: t("wall.nobody_free"), isDisabled: true, run: () => {} },
    "rule",
    item.state === "offered" && { label: t("wall.stop_ringing", { name: item.offered_to }), icon: "rotate-ccw", run: then(() => stopRinging(item)) },
    { label: t("wall.move_up"), icon: "chevron-up", run: then(() => moveUp(item)) },
    item.kind === "callback" && { label: t("wall.call_off"), icon: "circle-x", run: then(() => callOff(item)) },
    others.length > 0 && { heading: t("wall.move_to") },
    ...others.map((one) => ({ label: one.name, icon: "arrow-right", isDisabled: !one.is_open, run: then(() => moveTo(item, one)) })),
  ];
}

function whyOf(item) {
  if (item.offered_to) return t("supervisor.rings_at", { name: item.offered_to });
  if (item.kind === "callback") return [t("supervisor.called_back"), item.limbo_reason && reasonOf(item)].filter(Boolean).join(" · ");
  if (!item.limbo_reason) return t("supervisor.in_line");
  return reasonOf(item);
}

const reasonOf = ({ limbo_reason: reason }) => (hasWords(`supervisor.limbo.${reason}`) ? t(`supervisor.limbo.${reason}`) : reason);
