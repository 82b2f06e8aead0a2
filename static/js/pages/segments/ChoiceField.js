/** Some of a list: few are chips to press, many are chosen one by one and shown as chips that can be taken away. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { choiceLabel } from "./catalogue.js";

const FEW = 6;

export function ChoiceField({ label, choices, value, onChange }) {
  const toggle = (code) => onChange(value.includes(code) ? value.filter((one) => one !== code) : [...value, code]);
  if (choices.length <= FEW) {
    return html`<span class="choice-field" role="group" aria-label=${label}>${choices.map((one) => html`<button key=${one.code} type="button" class="chip" aria-pressed=${String(value.includes(one.code))}
      onClick=${() => toggle(one.code)}>${choiceLabel(choices, one.code)}</button>`)}</span>`;
  }
  const rest = choices.filter((one) => !value.includes(one.code));
  return html`<span class="choice-field" role="group" aria-label=${label}>
    ${value.map((code) => html`<button key=${code} type="button" class="chip" aria-pressed="true" aria-label=${t("segments.take_away", { name: choiceLabel(choices, code) })} onClick=${() => toggle(code)}>
      ${choiceLabel(choices, code)}<${Icon} name="x" size=${12} /></button>`)}
    ${rest.length > 0 && html`<select class="input choice-field__more" aria-label=${label} value="" onChange=${(event) => { if (event.target.value) toggle(event.target.value); event.target.value = ""; }}>
      <option value="">${t(value.length ? "segments.or_choose" : "segments.choose")}</option>
      ${rest.map((one) => html`<option key=${one.code} value=${one.code}>${choiceLabel(choices, one.code)}</option>`)}</select>`}</span>`;
}
