/** A score of five, as a number beside a star: the colour says nothing that the number does not. */
import { formatNumber } from "../lib/format.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";

export function Stars({ score, of = 5 }) {
  if (score === null || score === undefined) return null;
  const kind = score <= of * 0.4 ? "late" : score >= of * 0.8 ? "done" : "waiting";
  const shown = formatNumber(score, 1);
  const words = t("pages.stars", { score: shown, of });
  return html`<span class=${`stars state-${kind}`} role="img" aria-label=${words} title=${words}>★ ${shown}</span>`;
}
