/** One of a few, side by side: radio buttons that look like chips. */
import { html } from "../../lib/html.js";

export const Choices = ({ label, name, value, options, onChange }) => html`<fieldset class="choices"><legend class="field__label">${label}</legend>
  <div class="row row--wrap">${options.map(([id, text]) => html`<label key=${id} class="choices__one"><input type="radio" class="sr-only" name=${name} value=${id} checked=${id === value} onChange=${() => onChange(id)} /><span class="chip">${text}</span></label>`)}</div>
</fieldset>`;
