/** "?" beside a figure: its definition on hover, focus or tap; Escape puts it away. */
import { formatNumber } from "../../lib/format.js";
import { html, useId, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { formatFigure } from "./formatFigure.js";

export function Hint({ figure }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return html`<span class="hint" onMouseEnter=${() => setOpen(true)} onMouseLeave=${() => setOpen(false)}>
    <button type="button" class="hint__button" aria-label=${t("supervisor.definition_of", { name: t(`supervisor.figure.${figure.code}`) })} aria-describedby=${id}
      onFocus=${() => setOpen(true)} onBlur=${() => setOpen(false)} onClick=${() => setOpen(true)}
      onKeyDown=${(event) => event.key === "Escape" && setOpen(false)}><${Icon} name="circle-help" size=${14} /></button>
    <span class="hint__text" role="tooltip" id=${id} hidden=${!isOpen}>${labelOf(figure, "definition")}<${Spread} figure=${figure} /></span>
  </span>`;
}

/** A mean never stands alone. */
function Spread({ figure }) {
  const lines = [
    figure.median !== null && figure.median !== undefined && t("supervisor.median", { value: formatFigure({ ...figure, value: figure.median, unit: figure.code === "csat" ? "score" : figure.unit }) }),
    figure.p90 !== null && figure.p90 !== undefined && t("supervisor.p90", { value: formatFigure({ ...figure, value: figure.p90 }) }),
    figure.n !== undefined && t("supervisor.rows", { n: formatNumber(figure.n) }),
  ].filter(Boolean);
  return html`<span class="hint__rows num">${lines.join(" · ")}</span>`;
}
