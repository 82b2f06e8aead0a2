/** Sizes of a month as one thin line; the numbers are in its label. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

const WIDTH = 96;
const HEIGHT = 24;

export function Trend({ sizes }) {
  if (!sizes?.length) return null;
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  const label = t("segments.trend", { days: sizes.length, from: formatNumber(first), to: formatNumber(last) });
  return html`<svg class="trend" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${label}><title>${label}</title>
    <polyline class=${`trend__line ${Math.max(...sizes) ? "" : "trend__line--none"}`} points=${pointsOf(sizes, WIDTH, HEIGHT - 4, 2)} /></svg>`;
}

/** The line of some values: the lowest at the foot, the highest at the top; all alike run along the middle. */
export function pointsOf(values, width, height, top = 0) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const at = (value) => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
  return values.map((value, i) => `${((i / Math.max(1, values.length - 1)) * width).toFixed(1)},${(at(value) + top).toFixed(1)}`).join(" ");
}
