/** How rows are treated: those who are there already, unreadable cells, dates and numbers, owner and tags. */
import { html, useId } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Field, TextField } from "../../ui/Field.js";

export function Options({ options, onChange }) {
  const change = (part) => onChange({ ...options, ...part });
  return html`<div class="import-options">
    <${Choice} name="on_duplicate" values=${["skip", "update", "create"]} value=${options.on_duplicate} onChange=${change} />
    ${options.on_duplicate === "update" && html`<label class="check import-options__inner"><input type="checkbox" checked=${!!options.fill_only}
      onChange=${(event) => change({ fill_only: event.currentTarget.checked })} /><span>${t("imports.options.fill_only")}</span></label>`}
    <${Choice} name="bad_values" values=${["row", "value"]} value=${options.bad_values} onChange=${change} />
    <div class="import-options__pair">
      <${Select} name="date_order" values=${["dmy", "mdy", "ymd"]} value=${options.date_order} onChange=${change} />
      <${Select} name="locale" values=${["vi", "en"]} value=${options.locale} onChange=${change} />
      <${TextField} label=${t("imports.options.tags")} hint=${t("imports.options.tags_hint")} value=${(options.tags || []).join(", ")} maxlength="200"
        onChange=${(event) => change({ tags: tagsOf(event.currentTarget.value) })} />
    </div></div>`;
}

/** Radio buttons, each with a line that says what it does. */
function Choice({ name, values, value, onChange }) {
  const id = useId();
  return html`<fieldset class="choice"><legend class="field__label">${t(`imports.options.${name}.label`)}</legend>
    ${values.map((one) => html`<label key=${one} class="choice__one"><input type="radio" name=${id} checked=${value === one} onChange=${() => onChange({ [name]: one })} />
      <span><b>${t(`imports.options.${name}.${one}`)}</b><span class="dim">${t(`imports.options.${name}.${one}_text`)}</span></span></label>`)}</fieldset>`;
}

const Select = ({ name, values, value, onChange }) => html`<${Field} label=${t(`imports.options.${name}.label`)}>
  ${(attributes) => html`<select class="input" ...${attributes} value=${value} onChange=${(event) => onChange({ [name]: event.currentTarget.value })}>
    ${values.map((one) => html`<option key=${one} value=${one}>${t(`imports.options.${name}.${one}`)}</option>`)}</select>`}<//>`;

const tagsOf = (text) => [...new Set(text.split(",").map((tag) => tag.trim().slice(0, 40)).filter(Boolean))].slice(0, 10);
