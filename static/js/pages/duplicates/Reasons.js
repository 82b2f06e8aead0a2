/** Why two records may be one, and why not, in words. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";

export const Reasons = ({ reasons }) => html`<ul class="reasons" aria-label=${t("duplicates.why")}>
  ${reasons.map(({ code, points }) => html`<li key=${code} class=${`reason ${points < 0 ? "reason--against" : ""}`}>
    <${Icon} name=${points < 0 ? "x" : "plus"} size=${12} label=${t(points < 0 ? "duplicates.against" : "duplicates.for")} />${t(`duplicates.reasons.${code}`)}</li>`)}
</ul>`;

/** In one line, what speaks for it first. */
export const reasonLine = (reasons) => reasons.filter(({ points }) => points > 0).map(({ code }) => t(`duplicates.reasons.${code}`)).join(" · ");

/** How likely, as a word with its number: never a number alone. */
export function Likeness({ score }) {
  const kind = score >= 85 ? "high" : score >= 55 ? "middle" : "low";
  return html`<span class=${`likeness likeness--${kind}`} title=${t("duplicates.score", { n: score })}>
    <meter class="likeness__meter" min="0" max="100" value=${score} aria-hidden="true"></meter>${t(`duplicates.likeness.${kind}`)} <span class="num dim">${score}</span></span>`;
}
