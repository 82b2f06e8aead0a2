/** Opening hours by name, and the days on which they do not count. */
import { boot } from "../../lib/boot.js";
import { get, patch } from "../../lib/api.js";
import { formatDateTime } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { onEvent } from "../../store/live.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { attempt } from "./ask.js";
import { CalendarDialog } from "./CalendarDialog.js";
import { Holidays } from "./Holidays.js";

export function Calendars({ mayEdit }) {
  const calendars = useResource(() => get("/calendars"), []);
  const [edited, setEdited] = useState(null);
  useEffect(() => onEvent("calendars.updated", () => calendars.reload()), [calendars.reload]);
  const change = async (calendar, body) => { if (await attempt(() => patch(`/calendars/${calendar.id}`, body, { ifMatch: calendar.version }))) calendars.reload(); };
  return html`<div class="calendars">
    <section class="panel panel--flush" aria-labelledby="calendars-title">
      <div class="panel__head"><h2 id="calendars-title">${t("hours.title")}</h2><span class="push"></span>${mayEdit && html`<${Button} size="small" icon="plus" onClick=${() => setEdited({})}>${t("hours.new")}<//>`}</div>
      ${calendars.error && !calendars.data ? html`<${LoadFailed} error=${calendars.error} onRetry=${calendars.reload} />`
        : !calendars.data ? html`<div class="panel__inside"><${Skeleton} lines=${4} /></div>`
        : html`<ul class="calendar-list">${calendars.data.items.map((one) => html`<${Row} key=${one.id} calendar=${one} mayEdit=${mayEdit} onEdit=${setEdited} onChange=${change} />`)}</ul>`}
    </section>
    <${Holidays} mayEdit=${mayEdit} />
    ${edited && html`<${CalendarDialog} calendar=${edited} onSaved=${() => { setEdited(null); calendars.reload(); }} onClose=${() => setEdited(null)} />`}
  </div>`;
}

function Row({ calendar, mayEdit, onEdit, onChange }) {
  const { is_open: isOpen, next_change_at: next } = calendar;
  return html`<li class=${`calendar-list__one ${calendar.is_archived ? "calendar-list__one--archived" : ""}`}>
    <div class="row row--wrap"><b>${calendar.name}</b>${calendar.is_default && html`<${Badge} kind="accent">${t("hours.default")}<//>`}
      ${calendar.is_archived ? html`<${Badge}>${t("hours.archived")}<//>` : html`<${Badge} kind=${isOpen ? "done" : "line"} icon=${isOpen ? "circle-check" : "moon"}>${t(isOpen ? "hours.open_now" : "hours.closed_now")}<//>
        ${next && html`<span class="dim num">${t(isOpen ? "hours.until" : "hours.opens", { time: formatDateTime(next) })}</span>`}`}
      ${mayEdit && html`<span class="push row">
        ${!calendar.is_default && !calendar.is_archived && html`<${Button} size="small" onClick=${() => onChange(calendar, { is_default: true })}>${t("hours.make_default")}<//>`}
        ${!calendar.is_default && html`<${Button} size="small" onClick=${() => onChange(calendar, { is_archived: !calendar.is_archived })}>${t(calendar.is_archived ? "hours.restore" : "hours.archive")}<//>`}
        <${Button} size="small" icon="pencil" label=${t("hours.edit", { name: calendar.name })} onClick=${() => onEdit(calendar)} /></span>`}</div>
    <ul class="hours">${groupsOf(calendar.weekly).map(([days, hours]) => html`<li key=${days}><span class="hours__days">${days}</span><span class="num">${hours}</span></li>`)}</ul>
    <span class="dim">${t(calendar.observes_holidays ? "hours.observes" : "hours.ignores")}${calendar.timezone && calendar.timezone !== boot.timezone ? ` · ${calendar.timezone}` : ""}</span></li>`;
}

/** Days with the same hours stand together: [["T2–T6", "08:00–17:30"], …]. */
function groupsOf(weekly) {
  const said = weekly.map((spans) => (spans.length ? spans.map(([from, to]) => `${from}–${to}`).join(", ") : t("hours.closed")));
  const groups = [];
  said.forEach((hours, day) => {
    const last = groups.at(-1);
    if (last && last.hours === hours) last.to = day;
    else groups.push({ from: day, to: day, hours });
  });
  return groups.map(({ from, to, hours }) => [from === to ? t(`schedule.short.${from}`) : `${t(`schedule.short.${from}`)}–${t(`schedule.short.${to}`)}`, hours]);
}
