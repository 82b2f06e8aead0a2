/** A month of one field's completeness as a thin line; the figures are in its label. */
import { formatPercent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { shareOf } from "./shares.js";

const WIDTH = 72;
const HEIGHT = 20;

export function Spark({ trend }) {
  if (trend.length < 2) return html`<span class="dim none">–</span>`;
  const shares = trend.map(shareOf);
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  const y = (share) => (high === low ? HEIGHT / 2 : HEIGHT - 2 - ((share - low) / (high - low)) * (HEIGHT - 4));
  const points = shares.map((share, i) => `${((i / (shares.length - 1)) * WIDTH).toFixed(1)},${y(share).toFixed(1)}`).join(" ");
  const label = t("audit.trend", { days: trend.length, from: formatPercent(shares[0]), to: formatPercent(shares.at(-1)) });
  return html`<svg class="spark" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${label}><title>${label}</title><polyline class="spark__line" points=${points} /></svg>`;
}
