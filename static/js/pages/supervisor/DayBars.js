/** The day of a queue by half-hours: answered upwards, missed on top of it in another pattern; the table stands behind it. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { clockOf, slotsToShow } from "./board.js";

const HEIGHT = 32;

export function DayBars({ slots, minutes }) {
  const day = slotsToShow(slots, minutes);
  const most = Math.max(1, ...day.slots.map(([answered, missed]) => answered + missed));
  const total = slots.reduce(([a, m], [answered, missed]) => [a + answered, m + missed], [0, 0]);
  const label = t("wall.day", { answered: total[0], missed: total[1], from: clockOf(day.first, minutes), to: clockOf(day.first + day.slots.length, minutes) });
  const bar = (value) => (value / most) * HEIGHT;
  return html`<figure class="day-bars"><svg viewBox=${`0 0 ${day.slots.length * 4} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${label}>
      ${day.slots.map(([answered, missed], at) => html`<g key=${at}><title>${t("wall.slot", { at: clockOf(day.first + at, minutes), answered, missed })}</title>
        <rect class="day-bars__back" x=${at * 4} y="0" width="3.2" height=${HEIGHT} />
        <rect class="day-bars__answered" x=${at * 4} y=${HEIGHT - bar(answered)} width="3.2" height=${bar(answered)} />
        <rect class="day-bars__missed" x=${at * 4} y=${HEIGHT - bar(answered) - bar(missed)} width="3.2" height=${bar(missed)} /></g>`)}</svg>
    <figcaption class="dim num"><span>${clockOf(day.first, minutes)}</span><span>${clockOf(day.first + day.slots.length, minutes)}</span></figcaption></figure>`;
}
