/** Answered and missed by the hour. Plain boxes: few, crisp at any size, and a table behind them for those who cannot see. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { hoursToShow } from "./hours.js";

export function HourChart({ report }) {
  return html`<section class="panel" aria-labelledby="hours-title">
    <div class="panel__head"><h2 id="hours-title">${t("supervisor.by_hour")}</h2>
      <span class="push legend" aria-hidden="true"><span class="legend__answered"></span>${t("supervisor.answered")}<span class="legend__missed"></span>${t("supervisor.missed")}</span></div>
    ${report.data ? html`<${Chart} hours=${hoursToShow(report.data.by_hour)} />` : !report.error && html`<${Skeleton} lines=${3} />`}
  </section>`;
}

function Chart({ hours }) {
  const most = Math.max(...hours.map((hour) => hour.answered + hour.missed));
  if (!most) return html`<p class="muted">${t("supervisor.no_calls_yet")}</p>`;
  const part = (count) => `${(count / most) * 100}%`;
  return html`<div class="hours" aria-hidden="true"><span class="hours__most dim num">${most}</span>
      ${hours.map((hour) => html`<div key=${hour.hour} class="hours__one" title=${t("supervisor.hour", hour)}>
        <div class="hours__stack"><div class="hours__missed" style=${{ height: part(hour.missed) }}></div><div class="hours__answered" style=${{ height: part(hour.answered) }}></div></div>
        <span class="hours__label dim num">${hour.hour}</span></div>`)}</div>
    <div class="sr-only"><table><caption>${t("supervisor.by_hour")}</caption>
      <thead><tr><th scope="col">${t("supervisor.hour_label")}</th><th scope="col">${t("supervisor.answered")}</th><th scope="col">${t("supervisor.missed")}</th></tr></thead>
      <tbody>${hours.map((hour) => html`<tr key=${hour.hour}><th scope="row">${hour.hour}</th><td>${hour.answered}</td><td>${hour.missed}</td></tr>`)}</tbody></table></div>`;
}
