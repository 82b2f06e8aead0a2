/** One promised call: when, whom, about what; call, tick off, move, call off. */
import { serverNow } from "../../lib/clock.js";
import { formatDateTime, formatExact, formatTime } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { Why } from "../calls/Why.js";
import { moments } from "../tasks/model.js";
import { CallBack } from "./CallBack.js";
import { putOff, settle } from "./callbackVerbs.js";
import { nameOf } from "./model.js";

/** "24/11/2026 09:00–10:00". */
export const windowWords = ({ from, to }) => [formatDateTime(from), to && (formatDateTime(to).slice(0, 10) === formatDateTime(from).slice(0, 10) ? formatTime(to) : formatDateTime(to))].filter(Boolean).join("–");

export function CallbackRow({ callback, onOpen }) {
  const name = nameOf(callback);
  const isOpen = callback.state === "open";
  return html`<li class="missed missed--callback" data-callback=${callback.id}>
    <${Avatar} name=${name || callback.note} size=${32} />
    <div class="missed__who">${callback.customer_id ? html`<a class="missed__name cut" href=${`/customers/${callback.customer_id}`} title=${name}>${name}</a>` : html`<b class="missed__name cut" title=${name}>${name || callback.note}</b>`}
      <span class="missed__facts"><span class="cut" title=${callback.note}>${callback.note}</span>${callback.customer_id && callback.number_national && html`<span class="num">${callback.number_national}</span>`}${callback.call_id && html`<a href=${`/calls/${callback.call_id}`}>${t("callbacks.from_call")}</a>`}</span></div>
    <div class="missed__sla"><span class=${callback.is_late ? "state-late num" : "num"} title=${formatExact(callback.window.from)}><${Icon} name=${callback.is_late ? "circle-alert" : "calendar-clock"} size=${14} /> ${isOpen ? windowWords(callback.window) : formatDateTime(callback.closed_at)}${callback.is_late && ` · ${t("callbacks.late")}`}</span>
      <span class="dim cut">${isOpen ? callback.assignee_name || t("callbacks.anyone") : callback.closed_by_name || ""}</span></div>
    <div class="missed__do">${callback.call_id && html`<${Why} kind="call" refId=${callback.call_id} isBare />`}${isOpen ? html`<${CallBack} one=${callback} />
      <${Button} size="small" icon="check" onClick=${() => settle(callback, "done")}>${t("callbacks.done")}<//>
      <${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("callbacks.actions", { name: name || callback.note })} trigger=${html`<${Icon} name="ellipsis" />`} items=${[
        { heading: t("callbacks.put_off") },
        ...moments(serverNow()).map(({ key, at }) => ({ label: t(`tasks.moments.${key}`), icon: "clock", hint: formatDateTime(at), run: () => putOff(callback, at) })),
        "rule",
        { label: t("callbacks.edit"), icon: "pencil", run: () => onOpen(callback) },
        { label: t("callbacks.cancel"), icon: "circle-x", isDanger: true, run: () => settle(callback, "canceled") },
      ]} />` : html`<${Button} size="small" icon="rotate-ccw" onClick=${() => settle(callback, "open")}>${t("callbacks.reopen")}<//>`}</div>
  </li>`;
}
