/** A task that somebody wrote down for the customer, ticked off here as well as in the list. */
import { formatDateTime } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { tick } from "../pages/tasks/verbs.js";
import { onEvent } from "../store/events.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { Ago } from "../ui/Timer.js";
import "../pages/tasks/words.js";

export function TaskCard({ item }) {
  const [own, setOwn] = useState(null);
  useEffect(() => onEvent("task.updated", ({ task }) => task.id === item.ref_id && setOwn(task)), [item.ref_id]);
  const listed = item.data?.id ? item.data : { id: item.ref_id, title: item.summary, state: "open", version: 0 };
  const task = own && own.version > listed.version ? own : listed;
  const isOpen = task.state === "open";
  return html`<article class=${`card ${task.state === "done" ? "card--done" : ""}`} aria-label=${t("tasks.one")}>
    <span class="card__icon"><${Icon} name=${task.state === "done" ? "circle-check" : task.state === "canceled" ? "circle-x" : "calendar-clock"} /></span>
    <div class="card__body">
      <header class="card__head"><span class="card__title">${task.title}</span>
        <span class="push dim"><${Ago} at=${item.occurred_at} /></span></header>
      <div class="call-facts"><span>${t(`tasks.state_${task.state}`)}</span>
        ${isOpen && task.due_at && html`<span>${t("tasks.due")} ${formatDateTime(task.due_at)}</span>`}
        <span>${(isOpen ? task.assignee_name : task.closed_by_name) || task.created_by_name || t("tasks.nobody")}</span></div>
      ${isOpen && task.version > 0 && can("tasks.edit") && html`<span><${Button} size="small" icon="check" onClick=${() => tick(task)}>${t("tasks.tick_short")}<//></span>`}
    </div>
  </article>`;
}
