/** One figure: its value, its target, and its state as colour, icon and word. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { formatFigure } from "./formatFigure.js";
import { Hint } from "./Hint.js";

const STATES = { ok: ["done", "circle-check"], warn: ["waiting", "triangle-alert"], late: ["late", "circle-alert"] };

export function Tile({ figure, href, whole }) {
  const [kind, icon] = figure.value === null ? [] : STATES[figure.state] || [];
  const value = formatFigure(figure);
  return html`<article class=${`tile ${kind ? `tile--${kind}` : ""}`}>
    <header class="tile__head"><h2>${t(`supervisor.figure.${figure.code}`)}</h2><${Hint} figure=${figure} /></header>
    <p class=${`tile__value num ${kind ? `state-${kind}` : ""}`}>${href ? html`<a href=${href} title=${t("supervisor.show_rows")}>${value}</a>` : value}
      ${icon && html`<${Icon} name=${icon} label=${t(`supervisor.state.${figure.state}`)} />`}</p>
    <p class="tile__note dim">${noteOf(figure, whole)}</p>
  </article>`;
}

/** The target, or what the value is a part of. */
function noteOf(figure, whole) {
  if (figure.value === null) return t("supervisor.no_data");
  if (figure.target !== null && figure.target !== undefined) return t("supervisor.target", { target: formatFigure({ ...figure, value: figure.target }) });
  if (figure.code === "abandoned" && whole?.value) return t("supervisor.of_offered", { percent: formatNumber((100 * figure.value) / whole.value, 1) });
  if (figure.median !== null && figure.median !== undefined && figure.p90) return t("supervisor.spread", { median: formatFigure({ ...figure, value: figure.median }), p90: formatFigure({ ...figure, value: figure.p90 }) });
  if (figure.code === "csat") return t("supervisor.of_ratings", { count: figure.n, n: formatNumber(figure.n) });
  if (figure.code === "waiting") return t("supervisor.right_now");
  return "";
}
