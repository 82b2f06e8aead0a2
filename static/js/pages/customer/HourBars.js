/** Tries by hour of the day, the answered part filled; the best hour stands out and is also said in words. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

const FIRST = 7;
const LAST = 21;

export function HourBars({ hours, best }) {
  if (hours.length < 2) return null;
  const most = Math.max(...hours.map((one) => one.tried));
  const at = new Map(hours.map((one) => [one.hour, one]));
  const shown = Array.from({ length: LAST - FIRST + 1 }, (_, index) => at.get(FIRST + index) || { hour: FIRST + index, tried: 0, reached: 0 });
  return html`<svg class="hours" viewBox=${`0 0 ${shown.length * 10} 34`} role="img" aria-label=${t("outbound.hours")}>
    ${shown.map((one, index) => html`<g key=${one.hour}><title>${t("outbound.hour", one)}</title>
      <rect class="hours__tried" x=${index * 10 + 1} width="8" y=${24 - (22 * one.tried) / most} height=${(22 * one.tried) / most} />
      <rect class=${one.hour === best ? "hours__best" : "hours__reached"} x=${index * 10 + 1} width="8" y=${24 - (22 * one.reached) / most} height=${(22 * one.reached) / most} />
      ${one.hour % 3 === 0 && html`<text class="hours__text" x=${index * 10 + 5} y="32">${one.hour}</text>`}</g>`)}</svg>`;
}
