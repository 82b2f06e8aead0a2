/** A segment day by day: its size as a line, who came (up) and who went (down) as bars. A table stands behind it. */
import { get } from "../../lib/api.js";
import { formatDate, formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { useResource } from "../useResource.js";
import { pointsOf } from "./Trend.js";

const DAYS = 30;
const STEP = 10;
const LINE = 56;
const BARS = 20;

/** `size` makes it ask again when it changed. */
export function Days({ id, size }) {
  const { data, error } = useResource(() => get(`/segments/${id}/days`, { days: DAYS }), [id, size]);
  return html`<section class="panel segment-days" aria-labelledby="segment-days">
    <div class="panel__head"><h2 id="segment-days">${t("segments.last_days", { n: DAYS })}</h2>
      <span class="push legend" aria-hidden="true"><span class="segment-days__key segment-days__key--in"></span>${t("segments.came")}<span class="segment-days__key segment-days__key--out"></span>${t("segments.went")}</span></div>
    ${data ? html`<${Chart} days=${data.items} />` : !error && html`<${Skeleton} lines=${3} />`}
  </section>`;
}

function Chart({ days }) {
  const most = Math.max(1, ...days.map((day) => Math.max(day.entered, day.exited)));
  const [first, last] = [days[0], days[days.length - 1]];
  const width = days.length * STEP;
  return html`<div class="segment-days__chart" aria-hidden="true">
      <svg viewBox=${`0 0 ${width} ${LINE}`} preserveAspectRatio="none" class="segment-days__size"><polyline class="trend__line" points=${pointsOf(days.map((day) => day.size), width, LINE - 6, 3)} /></svg>
      <svg viewBox=${`0 0 ${width} ${BARS * 2}`} preserveAspectRatio="none" class="segment-days__moves">
        <line class="segment-days__zero" x1="0" x2=${width} y1=${BARS} y2=${BARS} />
        ${days.map((day, i) => html`<g key=${day.day}><title>${dayText(day)}</title>
          <rect x=${i * STEP} y="0" width=${STEP} height=${BARS * 2} fill="transparent" />
          <rect class="segment-days__in" x=${i * STEP + 2} width=${STEP - 4} ...${bar(day.entered, most, true)} />
          <rect class="segment-days__out" x=${i * STEP + 2} width=${STEP - 4} ...${bar(day.exited, most, false)} /></g>`)}
      </svg></div>
    <div class="segment-days__foot dim" aria-hidden="true"><span>${shortDay(first)} · <span class="num">${formatNumber(first.size)}</span></span><span>${shortDay(last)} · <span class="num">${formatNumber(last.size)}</span></span></div>
    <div class="sr-only"><table><caption>${t("segments.last_days", { n: days.length })}</caption>
      <thead><tr><th scope="col">${t("segments.day")}</th><th scope="col">${t("segments.size")}</th><th scope="col">${t("segments.came")}</th><th scope="col">${t("segments.went")}</th></tr></thead>
      <tbody>${days.map((day) => html`<tr key=${day.day}><th scope="row">${shortDay(day)}</th><td>${day.size}</td><td>${day.entered}</td><td>${day.exited}</td></tr>`)}</tbody></table></div>`;
}

const shortDay = (day) => formatDate(`${day.day}T12:00:00Z`).slice(0, 5);
const dayText = (day) => t("segments.day_text", { day: shortDay(day), size: formatNumber(day.size), came: formatNumber(day.entered), went: formatNumber(day.exited) });

function bar(count, most, isUp) {
  const height = count ? Math.max(2, (count / most) * (BARS - 2)) : 0;
  return { y: isUp ? BARS - height : BARS, height };
}
