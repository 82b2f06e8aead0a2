/** Filters in one line that wraps. On a phone only the first (a search, or the kinds) stays in sight; the rest unfolds. */
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";

export function FilterBar({ first, count, onClear, children }) {
  const [isOpen, setOpen] = useState(false);
  return html`<div class=${`filters ${isOpen ? "filters--open" : ""}`} role="group" aria-label=${t("pages.filters")}>
    ${first}
    <span class="filters__toggle"><${Button} icon="list-filter" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>${t("pages.filters")}${count > 0 && html` <span class="badge badge--accent">${count}</span>`}<//></span>
    <div class="filters__more">${children}
      ${count > 0 && html`<${Button} kind="ghost" size="small" icon="x" onClick=${onClear}>${t("pages.clear_filters")}<//>`}</div>
  </div>`;
}
