/** One person who called in vain: who, how often, by when; call, note the outcome, hand over, put off. */
import { minute, serverNow } from "../../lib/clock.js";
import { formatDateTime, formatExact, formatSpan } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { me } from "../../store/session.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { Ago } from "../../ui/Timer.js";
import { Why } from "../calls/Why.js";
import { colleagues } from "../colleagues.js";
import { moments } from "../tasks/model.js";
import { CallBack } from "./CallBack.js";
import { nameOf, secondsLeft, viewOf } from "./model.js";
import { handOver, mayChange, reopen, snooze } from "./verbs.js";

export function MissedRow({ item, onClose, onPromise }) {
  const name = nameOf(item);
  const view = viewOf(item);
  return html`<li class="missed" data-item=${item.id}>
    <${Avatar} name=${name} size=${32} />
    <div class="missed__who"><span class="row">${item.customer_id ? html`<a class="missed__name cut" href=${`/customers/${item.customer_id}`} title=${name}>${name}</a>` : html`<b class="missed__name cut" title=${name}>${name}</b>`}
        ${item.voicemail_call_id && html`<a class="badge" href=${`/calls/${item.voicemail_call_id}`}><${Icon} name="voicemail" size=${12} /> ${t("missed.voicemail")}</a>`}</span>
      <span class="missed__facts">${item.customer_id ? html`<span class="num">${item.number_national}</span>` : html`<span>${t("missed.unknown")}</span>`}
        ${item.queue_name && html`<span class="cut" title=${item.queue_name}>${item.queue_name}</span>`}<span>${item.previous_id && t("missed.previous")}</span></span></div>
    <div class="missed__calls"><b class="num">${t("missed.count", { count: item.call_count })}</b><span class="dim">${t("missed.last", { ago: "" })}<${Ago} at=${item.last_at} /></span>
      ${item.attempts > 0 && html`<span class="state-waiting" title=${formatExact(item.last_attempt_at)}><${Icon} name="phone-outgoing" size=${12} /> ${t("missed.attempts", { count: item.attempts })}</span>`}</div>
    <div class="missed__sla"><${Standing} item=${item} view=${view} /><span class="dim cut" title=${item.owner_name || ""}>${view === "closed" ? item.closed_by_name || "" : item.owner_name || t("missed.nobody")}</span></div>
    <div class="missed__do">${item.last_call_id && html`<${Why} kind="call" refId=${item.last_call_id} isBare />`}${view === "closed" ? mayChange(item) && html`<${Button} size="small" icon="rotate-ccw" onClick=${() => reopen(item)}>${t("missed.reopen")}<//>` : html`<${Actions} item=${item} view=${view} onClose=${onClose} onPromise=${onPromise} />`}</div>
  </li>`;
}

function Standing({ item, view }) {
  if (view === "closed") {
    return html`<span title=${formatExact(item.closed_at)}>${t(`missed.reasons.${item.close_reason}`)} · <span class=${item.sla.state === "broken" ? "state-late" : "dim"}>${t(`missed.sla.${item.sla.state}`)}</span></span>`;
  }
  if (view === "snoozed") return html`<span title=${formatExact(item.snoozed_until)}>${t("missed.snoozed_until", { when: formatDateTime(item.snoozed_until) })}</span>`;
  const left = secondsLeft(item, minute.value);
  const span = formatSpan(Math.max(60, Math.floor(Math.abs(left) / 60) * 60));
  return html`<span class=${left < 0 ? "state-late" : left < 300 ? "state-waiting" : ""} title=${formatExact(item.sla.due_at)}>
    <${Icon} name=${left < 0 ? "circle-alert" : "clock"} size=${14} /> ${t(left < 0 ? "missed.late_by" : "missed.due_in", { span })}</span>`;
}

function Actions({ item, view, onClose, onPromise }) {
  const mine = item.owner_id === me.value?.id;
  const others = colleagues.value.filter((one) => one.id !== item.owner_id && one.id !== me.value?.id);
  const promise = { label: t("missed.promise"), icon: "calendar-clock", run: () => onPromise(item) };
  const isMine = mayChange(item);
  const items = !isMine ? [promise] : [
    !mine && { label: t("missed.take"), icon: "user-check", run: () => handOver(item, me.value) },
    view === "snoozed" && { label: t("missed.back"), icon: "rotate-ccw", run: () => snooze(item, null) },
    promise,
    { heading: t("missed.snooze") },
    ...moments(serverNow()).map(({ key, at }) => ({ label: t(`tasks.moments.${key}`), icon: "clock", hint: formatDateTime(at), run: () => snooze(item, at) })),
    { heading: t("missed.hand_over") },
    item.owner_id && { label: t("missed.to_nobody"), icon: "users", run: () => handOver(item, null) },
    ...others.map((one) => ({ label: one.name, icon: "user", run: () => handOver(item, one) })),
  ];
  return html`<${CallBack} one=${item} />
    ${isMine && html`<${Button} size="small" icon="check" onClick=${() => onClose(item)}>${t("missed.close")}<//>`}
    <${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("missed.actions", { name: nameOf(item) })} trigger=${html`<${Icon} name="ellipsis" />`} items=${items} />`;
}
