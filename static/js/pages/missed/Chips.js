/** A few views to choose from. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

export const Chips = ({ label, ids, value, words, onChange }) => html`<span class="filters__chips" role="group" aria-label=${label}>
  ${ids.map((id) => html`<button key=${id} type="button" class="chip" aria-pressed=${String(id === value)} onClick=${() => onChange(id)}>${t(`${words}.${id}`)}</button>`)}</span>`;
