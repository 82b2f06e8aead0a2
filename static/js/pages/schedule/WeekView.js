/** One week: its head with the verbs, and the grid. The week is in the address. */
import { boot } from "../../lib/boot.js";
import { minute } from "../../lib/clock.js";
import { del, get, post } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { addShortcuts } from "../../lib/keys.js";
import { toast } from "../../lib/toasts.js";
import { navigate } from "../../shell/router.js";
import { onEvent } from "../../store/live.js";
import { addDays, dayOf } from "../../timeline/days.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { attempt } from "./ask.js";
import { LeaveDialog } from "./LeaveDialog.js";
import { ShiftDialog } from "./ShiftDialog.js";
import { daysOfWeek, isDay, mondayOf, shortDay } from "./week.js";
import { WeekGrid } from "./WeekGrid.js";

export function WeekView({ monday: asked, mayEdit }) {
  const today = dayOf(minute.value, boot.timezone);
  const monday = mondayOf(isDay(asked) ? asked : today);
  const week = useResource(() => get("/schedule", { from: monday, to: addDays(monday, 6) }), [monday]);
  const [shift, setShift] = useState(null);
  const [leave, setLeave] = useState(null);
  useEffect(() => {
    const stops = ["schedule.updated", "calendars.updated", "resync"].map((type) => onEvent(type, () => week.reload()));
    return () => stops.forEach((stop) => stop());
  }, [week.reload]);
  const go = (day) => navigate(`/schedule?week=${day}`, { replace: true });
  useEffect(() => addShortcuts([
    { id: "schedule.previous", key: "[", label: "schedule.previous", group: "keys.everywhere", run: () => go(addDays(monday, -7)) },
    { id: "schedule.following", key: "]", label: "schedule.following", group: "keys.everywhere", run: () => go(addDays(monday, 7)) },
    ...(mayEdit ? [{ id: "schedule.add", key: "n", label: "schedule.add", group: "keys.everywhere", run: () => setShift({}) }] : []),
  ]), [monday, mayEdit]);
  const conflicts = week.data ? week.data.occurrences.filter((one) => one.on_leave && !one.rests).length : 0;
  return html`<div class="week-head">
      <${Button} kind="ghost" icon="chevron-left" label=${t("schedule.previous")} onClick=${() => go(addDays(monday, -7))} />
      <b class="num week-head__range">${t("schedule.range", { from: shortDay(monday), to: shortDay(addDays(monday, 6), true) })}</b>
      <${Button} kind="ghost" icon="chevron-right" label=${t("schedule.following")} onClick=${() => go(addDays(monday, 7))} />
      ${monday !== mondayOf(today) && html`<${Button} size="small" onClick=${() => go(mondayOf(today))}>${t("schedule.this_week")}<//>`}
      ${conflicts > 0 && html`<${Badge} kind="late" icon="triangle-alert">${t("schedule.conflicts", { count: conflicts })}<//>`}
      <span class="push"></span>
      ${mayEdit && html`<${Button} icon="copy" onClick=${() => copyLastWeek(monday, week.reload)}>${t("schedule.copy")}<//>
        <${Button} onClick=${() => setLeave({})}>${t("schedule.add_leave")}<//>
        <${Button} kind="primary" icon="plus" onClick=${() => setShift({})}>${t("schedule.add")}<//>`}
    </div>
    <${Body} week=${week} monday=${monday} today=${today} mayEdit=${mayEdit} onShift=${setShift} onLeave=${setLeave} />
    ${shift && html`<${ShiftDialog} of=${shift} people=${week.data?.people || []} day=${monday > today ? monday : today} onSaved=${() => { setShift(null); week.reload(); }} onClose=${() => setShift(null)} />`}
    ${leave && html`<${LeaveDialog} of=${leave} people=${week.data?.people || []} day=${monday > today ? monday : today} onSaved=${() => { setLeave(null); week.reload(); }} onClose=${() => setLeave(null)} />`}`;
}

function Body({ week, monday, today, mayEdit, onShift, onLeave }) {
  if (week.error && !week.data) return html`<${LoadFailed} error=${week.error} onRetry=${week.reload} />`;
  if (!week.data) return html`<div class="panel"><${Skeleton} lines=${8} /></div>`;
  if (!week.data.people.length) return html`<${EmptyState} icon="users" title=${t("schedule.no_people")} />`;
  const isEmpty = !mayEdit && !week.data.occurrences.length && !week.data.leaves.length;
  return html`<${WeekGrid} days=${daysOfWeek(monday)} today=${today} data=${week.data} mayEdit=${mayEdit} onShift=${onShift} onLeave=${onLeave} onMoved=${week.reload} />
    ${isEmpty ? html`<${EmptyState} icon="calendar" title=${t("schedule.empty")} text=${t("schedule.empty_text")} />`
      : mayEdit && html`<p class="dim schedule__hint">${t("schedule.drag_hint")}</p>`}`;
}

async function copyLastWeek(monday, reload) {
  const copied = await attempt(() => post("/schedule/copies", { source: addDays(monday, -7), target: monday }));
  if (!copied) return;
  const undo = () => attempt(async () => {
    for (const one of copied.items) await del(`/shifts/${one.id}`);
    reload();
  });
  if (!copied.items.length && !copied.left_out) return void toast(t("schedule.copied_none"), { kind: "info" });
  const left = copied.left_out ? t("schedule.copied_left", { n: copied.left_out }) : "";
  toast(t("schedule.copied", { count: copied.items.length }) + left, { kind: "done", undo: copied.items.length ? undo : undefined });
  reload();
}
