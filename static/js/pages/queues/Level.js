/** How well: 1 (a little) to 5 (expert). */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

export const Level = ({ label, value, onChange }) => html`<select class="input level" aria-label=${label} value=${value} onChange=${(event) => onChange(Number(event.currentTarget.value))}>
  ${[1, 2, 3, 4, 5].map((level) => html`<option key=${level} value=${level}>${t(`routing.levels.${level}`)}</option>`)}</select>`;
