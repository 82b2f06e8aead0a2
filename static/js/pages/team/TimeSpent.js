/** Where one person's day went: a bar, sums per status, and every change with who made it and why. */
import { boot } from "../../lib/boot.js";
import { get } from "../../lib/api.js";
import { minute } from "../../lib/clock.js";
import { formatSpan, formatTime, formatTimeExact } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { onEvent } from "../../store/live.js";
import { statuses } from "../../store/session.js";
import { addDays, dayOf, startOfDay } from "../../timeline/days.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { shortDay, weekdayOf } from "../schedule/week.js";
import "../schedule/words.js";
import { useResource } from "../useResource.js";

const nameOf = (code) => labelOf(statuses.value.find((one) => one.code === code)) || code;
const colourOf = (code) => statuses.value.find((one) => one.code === code)?.colour || "grey";
const isWork = (stay) => stay.activity !== "idle";

export function TimeSpent({ userId }) {
  const today = dayOf(minute.value, boot.timezone);
  const [day, setDay] = useState(today);
  const ledger = useResource(() => get(`/agents/${userId}/presence`, { from: startOfDay(day, boot.timezone), to: startOfDay(day, boot.timezone, 1) }), [userId, day]);
  useEffect(() => onEvent("agent.updated", (data) => data.presence?.agent_id === userId && day === today && ledger.reload()), [userId, day, ledger.reload]);
  return html`<div class="time-spent">
    <div class="row"><${Button} kind="ghost" size="small" icon="chevron-left" label=${t("time_spent.earlier")} onClick=${() => setDay(addDays(day, -1))} />
      <b class="num">${t(`schedule.short.${weekdayOf(day)}`)} ${shortDay(day, true)}</b>
      <${Button} kind="ghost" size="small" icon="chevron-right" label=${t("time_spent.later")} disabled=${day >= today} onClick=${() => setDay(addDays(day, 1))} /></div>
    ${ledger.error && !ledger.data ? html`<${LoadFailed} error=${ledger.error} onRetry=${ledger.reload} />` : !ledger.data ? html`<${Skeleton} lines=${3} />` : html`<${Day} ledger=${ledger.data} />`}
  </div>`;
}

function Day({ ledger }) {
  const worked = ledger.stays.filter((stay) => stay.status !== "offline");
  if (!worked.length) return html`<p class="dim">${t("time_spent.nothing")}</p>`;
  const from = Date.parse(worked[0].start);
  const to = Date.parse(ledger.stays.at(-1).end);
  const total = Math.max(1, to - from);
  const shown = ledger.stays.filter((stay) => Date.parse(stay.end) > from);
  return html`<div class="day-bar" role="img" aria-label=${Object.entries(ledger.by_status).map(([code, seconds]) => `${nameOf(code)} ${formatSpan(seconds)}`).join(", ")}>
      ${shown.map((stay, at) => html`<span key=${at} class=${`day-bar__part day-bar__part--${colourOf(stay.status)} ${isWork(stay) ? "day-bar__part--work" : ""} ${stay.is_reachable || stay.status === "offline" ? "" : "day-bar__part--lost"}`}
        style=${{ width: `${((Date.parse(stay.end) - Math.max(from, Date.parse(stay.start))) / total) * 100}%` }} title=${titleOf(stay)}></span>`)}</div>
    <div class="row dim num day-bar__ends"><span>${formatTime(worked[0].start)}</span><span class="push">${formatTime(ledger.stays.at(-1).end)}</span></div>
    <dl class="day-sums">${Object.entries(ledger.by_status).filter(([code]) => code !== "offline").sort((a, b) => b[1] - a[1]).map(([code, seconds]) => html`<div key=${code}><dt><span class=${`swatch swatch--${colourOf(code)}`} aria-hidden="true"></span>${nameOf(code)}</dt><dd class="num">${formatSpan(seconds)}</dd></div>`)}
      ${Object.entries(ledger.by_activity).map(([code, seconds]) => html`<div key=${code}><dt>${t(`activity.${code}`)}</dt><dd class="num">${formatSpan(seconds)}</dd></div>`)}
      ${ledger.unreachable_seconds > 0 && html`<div><dt>${t("time_spent.unreachable")}</dt><dd class="num">${formatSpan(ledger.unreachable_seconds)}</dd></div>`}</dl>
    <details class="ledger"><summary>${t("time_spent.changes")} (${ledger.changes.length})</summary><${Changes} changes=${ledger.changes} /></details>`;
}

function Changes({ changes }) {
  return html`<table class="table ledger__table"><thead><tr><th scope="col">${t("time_spent.when")}</th><th scope="col">${t("time_spent.status")}</th><th scope="col">${t("time_spent.why")}</th><th scope="col">${t("time_spent.who")}</th></tr></thead>
    <tbody>${[...changes].reverse().map((change) => html`<tr key=${change.version}><td class="num">${formatTimeExact(change.at)}</td>
      <td>${nameOf(change.status)}${change.activity !== "idle" && html` · ${t(`activity.${change.activity}`)}`}${!change.is_reachable && change.status !== "offline" && html` · ${t("time_spent.unreachable")}`}</td>
      <td>${causeOf(change.cause)}</td><td>${change.actor_name || html`<span class="dim">${t("time_spent.system")}</span>`}</td></tr>`)}</tbody></table>`;
}

function causeOf(cause) {
  const said = t(`time_spent.causes.${cause}`);
  return said.startsWith("time_spent.") ? cause.replaceAll("_", " ") : said;
}

function titleOf(stay) {
  const what = [nameOf(stay.status), isWork(stay) && t(`activity.${stay.activity}`), !stay.is_reachable && stay.status !== "offline" && t("time_spent.unreachable")].filter(Boolean).join(" · ");
  return t("time_spent.bar", { from: formatTime(stay.start), to: formatTime(stay.end), what, span: formatSpan(stay.seconds) });
}
