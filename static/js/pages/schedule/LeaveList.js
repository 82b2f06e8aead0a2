/** Who will be away, who entered it, and what to do about their work. */
import { get } from "../../lib/api.js";
import { formatDateTime, formatTime } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { findRoute } from "../../shell/routes.js";
import { onEvent } from "../../store/live.js";
import { can } from "../../store/session.js";
import { dayOf } from "../../timeline/days.js";
import { boot } from "../../lib/boot.js";
import { minute } from "../../lib/clock.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { cancelLeave, LeaveDialog } from "./LeaveDialog.js";
import { shortDay } from "./week.js";

export function LeaveList({ mayEdit }) {
  const [hasPast, setHasPast] = useState(false);
  const today = dayOf(minute.value, boot.timezone);
  const leaves = useResource(() => get("/leaves", hasPast ? { from: "2000-01-01", with_canceled: true } : {}), [hasPast]);
  const people = useResource(() => (mayEdit ? get("/schedule", { from: today, to: today }).then((body) => body.people) : Promise.resolve([])), [mayEdit]);
  const [edited, setEdited] = useState(null);
  useEffect(() => onEvent("schedule.updated", () => leaves.reload()), [leaves.reload]);
  const create = mayEdit && html`<${Button} kind="primary" icon="plus" disabled=${!people.data} onClick=${() => setEdited({})}>${t("leave.new")}<//>`;
  return html`<div class="week-head"><label class="check"><input type="checkbox" checked=${hasPast} onChange=${(event) => setHasPast(event.currentTarget.checked)} /><span>${t("leave.past")}</span></label><span class="push"></span>${create}</div>
    ${leaves.error && !leaves.data ? html`<${LoadFailed} error=${leaves.error} onRetry=${leaves.reload} />`
      : !leaves.data ? html`<div class="panel"><${Skeleton} lines=${5} /></div>`
      : !leaves.data.items.length ? html`<${EmptyState} icon="calendar" title=${t(mayEdit ? "leave.empty" : "leave.empty_own")} text=${mayEdit ? t("leave.empty_text") : null} />`
      : html`<${Table} leaves=${leaves.data.items} today=${today} mayEdit=${mayEdit} onEdit=${setEdited} onChanged=${leaves.reload} />`}
    ${edited && html`<${LeaveDialog} of=${edited} people=${people.data || []} day=${today} onSaved=${() => { setEdited(null); leaves.reload(); }} onClose=${() => setEdited(null)} />`}`;
}

function Table({ leaves, today, mayEdit, onEdit, onChanged }) {
  return html`<table class="table table--cards leave-table"><thead><tr><th scope="col">${t("schedule.person")}</th><th scope="col">${t("leave.kind")}</th><th scope="col">${t("leave.when")}</th>
      <th scope="col">${t("leave.note")}</th><th scope="col">${t("leave.entered_by")}</th>${mayEdit && html`<th scope="col"><span class="sr-only">${t("leave.actions")}</span></th>`}</tr></thead>
    <tbody>${leaves.map((leave) => html`<tr key=${leave.id} class=${`table__row ${leave.canceled_at ? "leave-table__canceled" : ""}`}>
      <td><span class="row"><${Avatar} name=${leave.user_name} size=${24} /><b class="cut">${leave.user_name}</b></span></td>
      <td><span class="row row--wrap">${t(`leave.kinds.${leave.kind}`)}${leave.canceled_at && html`<${Badge}>${t("leave.is_canceled")}<//>`}</span></td>
      <td class="num">${whenOf(leave)}</td>
      <td class=${leave.note ? "" : "leave-table__empty"}>${leave.note || html`<span class="dim none">–</span>`}</td>
      <td data-label=${t("leave.entered_by")}><span title=${formatDateTime(leave.created_at)}>${leave.entered_by_name || "–"}</span></td>
      ${mayEdit && html`<td class="leave-table__actions"><span class="row">${!leave.canceled_at && html`<${Actions} leave=${leave} isOver=${leave.last_day < today} onEdit=${onEdit} onChanged=${onChanged} />`}</span></td>`}</tr>`)}
    </tbody></table>`;
}

function Actions({ leave, isOver, onEdit, onChanged }) {
  const handover = `/lead-setup?tab=handover&from=${leave.user_id}`;
  return html`${!isOver && can("leads.assign") && findRoute("/lead-setup") && html`<a class="btn btn--small" href=${handover}>${t("leave.handover")}</a>`}
    <${Button} size="small" icon="pencil" label=${t("leave.edit_of", { name: leave.user_name })} onClick=${() => onEdit(leave)} />
    <${Button} size="small" icon="x" label=${t("leave.cancel_of", { name: leave.user_name })} onClick=${() => cancelLeave(leave, onChanged)} />`;
}

const whenOf = ({ is_whole_days: isWhole, first_day: first, last_day: last, starts_at: from, ends_at: to }) => {
  if (!isWhole) return `${shortDay(first, true)} ${formatTime(from)}–${formatTime(to)}`;
  return first === last ? shortDay(first, true) : `${shortDay(first)} – ${shortDay(last, true)}`;
};
