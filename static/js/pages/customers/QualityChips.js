/** What a list was opened for by the data audit or the purchase classes: one chip each, a click takes it away. */
import { html, useEffect } from "../../lib/html.js";
import { hasWords, labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { catalogue, fetchCatalogue } from "../customer/catalogue.js";

export const QUALITY_FILTERS = { missing: "", invalid: "", stale: "", conflicting: "", duplicated: "", rfm: "" };

export function QualityChips({ filters, onChange }) {
  const shown = Object.keys(QUALITY_FILTERS).filter((name) => filters[name]);
  useEffect(() => { if (shown.length) fetchCatalogue(); }, [shown.length]);
  if (!shown.length) return null;
  return html`<div class="filters" role="group" aria-label=${t("customers.quality.label")}>${shown.map((name) => html`<button key=${name} type="button" class="chip" aria-pressed="true"
    title=${t("customers.quality.remove")} onClick=${() => onChange({ [name]: "" })}>${t(`customers.quality.${name}`)}: ${wordsFor(name, filters[name])}<${Icon} name="x" size=${12} /></button>`)}</div>`;
}

function wordsFor(name, value) {
  if (name === "rfm") return hasWords(`customers.classes.${value}`) ? t(`customers.classes.${value}`) : value;
  if (value === "phone" || value === "email") return t(`customers.${value}`);
  return labelOf(catalogue.value?.items.find((field) => field.name === value)) || value;
}
