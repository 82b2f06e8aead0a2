/** One task: tick it, put it off, open it. */
import { boot } from "../../lib/boot.js";
import { minute, serverNow } from "../../lib/clock.js";
import { formatDate, formatDateTime, formatExact, formatTime } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { me } from "../../store/session.js";
import { dayOf } from "../../timeline/days.js";
import { Menu } from "../../ui/Menu.js";
import { groupOf, moments } from "./model.js";
import { cancel, putOff, tick } from "./verbs.js";

/** `isShort`: in a narrow panel about the customer or company itself. */
export function TaskRow({ task, isShort = false, onOpen }) {
  const isOpen = task.state === "open";
  return html`<li class=${`task ${isOpen ? "" : "task--closed"} ${task.priority === "high" && isOpen ? "task--high" : ""}`} data-task=${task.id}>
    <button type="button" class="task__tick" role="checkbox" aria-checked=${String(task.state === "done")} aria-label=${t(isOpen ? "tasks.tick" : "tasks.reopen", { title: task.title })}
      title=${t(isOpen ? "tasks.tick_short" : "tasks.reopen_short")} onClick=${() => tick(task)}><${Icon} name=${task.state === "done" ? "circle-check" : task.state === "canceled" ? "circle-x" : "circle"} /></button>
    <div class="task__body">
      <button type="button" class="task__title" onClick=${() => onOpen(task)}>${task.kind === "callback" && html`<${Icon} name="phone-outgoing" size=${14} label=${t("tasks.callback")} />`}${task.title}</button>
      <span class="task__facts"><${Facts} task=${task} isShort=${isShort} /></span>
    </div>
    ${isOpen && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon task__menu" label=${t("tasks.actions", { title: task.title })} trigger=${html`<${Icon} name="ellipsis" />`} items=${actionsOf(task, onOpen)} />`}
  </li>`;
}

function Facts({ task, isShort }) {
  return html`<${Due} task=${task} />
    ${task.priority === "high" && html`<span class="state-late"><${Icon} name="flag" size=${12} /> ${t("tasks.priorities.high")}</span>`}
    ${!isShort && task.customer_id && html`<a href=${`/customers/${task.customer_id}`}>${task.customer_name}</a>`}
    ${!isShort && task.company_id && html`<a href=${`/companies/${task.company_id}`}>${task.company_name}</a>`}
    ${task.assignee_id !== me.value?.id && html`<span>${task.assignee_name || t("tasks.nobody")}</span>`}
    ${task.call_id && !isShort && html`<a href=${`/calls/${task.call_id}`}>${t("tasks.from_call")}</a>`}
    ${task.state === "done" && task.closed_by_name && html`<span>${t("tasks.done_by", { who: task.closed_by_name })}</span>`}`;
}

function Due({ task }) {
  if (task.closed_at) return html`<time datetime=${task.closed_at} title=${formatExact(task.closed_at)}>${formatDateTime(task.closed_at)}</time>`;
  if (!task.due_at) return null;
  const now = minute.value;
  const isLate = groupOf(task, now, boot.timezone) === "overdue";
  return html`<time datetime=${task.due_at} title=${formatExact(task.due_at)} class=${isLate ? "state-late" : ""}>${isLate && html`<${Icon} name="clock" size=${12} /> `}${dueWords(task.due_at, now)}${task.reminder_at && !isLate && html` <${Icon} name="bell" size=${12} label=${t("tasks.reminds")} />`}</time>`;
}

/** "14:00" today, else with its date. */
const dueWords = (due, now) => (dayOf(due, boot.timezone) === dayOf(now, boot.timezone) ? `${t("tasks.today_at")} ${formatTime(due)}` : `${formatDate(due)} ${formatTime(due)}`);

const actionsOf = (task, onOpen) => [
  { heading: t("tasks.put_off") },
  ...moments(serverNow()).map(({ key, at }) => ({ label: t(`tasks.moments.${key}`), icon: "clock", hint: formatDateTime(at), run: () => putOff(task, at) })),
  "rule",
  { label: t("tasks.edit"), icon: "pencil", run: () => onOpen(task) },
  { label: t("tasks.cancel"), icon: "circle-x", isDanger: true, run: () => cancel(task) },
];
