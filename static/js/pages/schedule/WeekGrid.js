/** People down, days across. A shift is a button (and can be dragged); an empty cell offers one. */
import { post } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { formatNumber, formatTime } from "../../lib/format.js";
import { toast } from "../../lib/toasts.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { attempt } from "./ask.js";
import { hoursByPerson, inCell, isOvernight, leaveOn, shortDay, weekdayOf } from "./week.js";

export function WeekGrid({ days, today, data, mayEdit, onShift, onLeave, onMoved }) {
  const [dragged, setDragged] = useState(null);
  const hours = hoursByPerson(data.occurrences.filter((one) => one.day >= days[0] && one.day <= days[6]));
  const holidays = Object.fromEntries(data.holidays.map((one) => [one.day, one]));
  const move = async (person, day) => {
    setDragged(null);
    if (!dragged || (dragged.user_id === person.id && dragged.day === day)) return;
    const { starts, ends, id } = dragged.shift;
    if (await attempt(() => post(`/shifts/${id}/moves`, { day: dragged.day, user_id: person.id, first_day: day, starts, ends }))) {
      toast(t("schedule.moved", { name: person.name }), { kind: "done" });
      onMoved();
    }
  };
  return html`<div class="week-scroll"><table class="week">
    <thead><tr><th scope="col" class="week__who">${t("schedule.person")}</th>
      ${days.map((day) => html`<${DayHead} key=${day} day=${day} isToday=${day === today} holiday=${holidays[day]} />`)}
      <th scope="col" class="table__number">${t("schedule.hours")}</th></tr></thead>
    <tbody>${data.people.map((person) => html`<tr key=${person.id}>
      <th scope="row" class="week__who"><span class="row"><${Avatar} name=${person.name} size=${24} /><span class="cut">${person.name}</span></span>
        ${!person.is_rostered && html`<span class="dim week__always" title=${t("schedule.always_hint")}>${t("schedule.always")}</span>`}</th>
      ${days.map((day) => html`<td key=${day} class=${`week__cell ${day === today ? "week__cell--today" : ""} ${holidays[day] ? "week__cell--holiday" : ""} ${dragged ? "week__cell--open" : ""}`}
          data-day=${`${t(`schedule.short.${weekdayOf(day)}`)} ${shortDay(day)}`}
          onDragOver=${(event) => dragged && event.preventDefault()} onDrop=${(event) => { event.preventDefault(); move(person, day); }}>
        <div class="week__stack">
          ${leaveOn(data.leaves, person.id, day).map((leave) => html`<${LeaveMark} key=${leave.id} leave=${leave} mayEdit=${mayEdit} onOpen=${() => onLeave(leave)} />`)}
          ${inCell(data.occurrences, person.id, day).map((one) => html`<${Chip} key=${one.shift.id} one=${one} person=${person} mayEdit=${mayEdit} onOpen=${() => onShift(one)} onDrag=${setDragged} />`)}
          ${mayEdit && html`<button type="button" class="week__add" aria-label=${t("schedule.add_for", { name: person.name, day: shortDay(day, true) })} title=${t("schedule.add")}
            onClick=${() => onShift({ user_id: person.id, day })}><${Icon} name="plus" size=${14} /></button>`}
        </div></td>`)}
      <td class="table__number week__hours">${hours[person.id] ? t("schedule.hours_of", { n: formatNumber(hours[person.id], 1) }) : html`<span class="dim">–</span>`}</td></tr>`)}
    </tbody></table></div>`;
}

function DayHead({ day, isToday, holiday }) {
  return html`<th scope="col" class=${isToday ? "week__today" : ""} aria-current=${isToday ? "date" : null}>
    <span class="row">${t(`schedule.short.${weekdayOf(day)}`)} <span class="num">${shortDay(day)}</span></span>
    ${holiday && html`<span class="week__holiday" title=${labelOf(holiday, "name")}>${labelOf(holiday, "name")}</span>`}</th>`;
}

function Chip({ one, person, mayEdit, onOpen, onDrag }) {
  const { starts, ends, weekday, note } = one.shift;
  const hours = `${starts}–${ends}`;
  const kind = one.rests ? "shift-chip--rests" : one.on_leave ? "shift-chip--conflict" : weekday === null ? "shift-chip--single" : "";
  const inside = html`<span class="num">${hours}</span>${isOvernight(starts, ends) && html`<sup>${t("schedule.next_day")}</sup>`}
    ${one.rests ? html`<span class="shift-chip__why">${t("schedule.rests")}</span>` : one.on_leave && html`<${Icon} name="triangle-alert" size=${12} />`}`;
  const says = [t("schedule.shift_of", { hours, name: person.name, day: shortDay(one.day, true) }), weekday !== null && t("schedule.weekly"), one.on_leave && !one.rests && t("schedule.in_leave"), note].filter(Boolean).join(" · ");
  if (!mayEdit) return html`<span class=${`shift-chip ${kind}`} title=${says}>${inside}</span>`;
  return html`<button type="button" class=${`shift-chip ${kind}`} title=${says} aria-label=${says} draggable=${true} onClick=${onOpen}
      onDragStart=${(event) => { event.dataTransfer.setData("text/plain", one.shift.id); event.dataTransfer.effectAllowed = "move"; onDrag(one); }} onDragEnd=${() => onDrag(null)}>${inside}</button>`;
}

function LeaveMark({ leave, mayEdit, onOpen }) {
  const hours = leave.is_whole_days ? "" : ` ${formatTime(leave.starts_at)}–${formatTime(leave.ends_at)}`;
  const inside = html`<${Badge} kind="waiting" icon="calendar" title=${leave.note || null}>${t(`leave.kinds.${leave.kind}`)}${hours}<//>`;
  return mayEdit ? html`<button type="button" class="week__leave" onClick=${onOpen}>${inside}</button>` : inside;
}
