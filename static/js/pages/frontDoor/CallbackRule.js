/** Whether callers in line may be called back instead: by which key, from what wait on, how often they are tried. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Field } from "../../ui/Field.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];
const FIRST = { key: "1", after_seconds: 60, tries: 3, retry_minutes: 15 };
const NUMBERS = [["after_seconds", 0, 3600], ["tries", 1, 5], ["retry_minutes", 1, 240]];

export function CallbackRule({ step, change, errorOf }) {
  const rule = step.callback;
  const edit = (part) => change({ callback: { ...rule, ...part } });
  const bounded = (text, min, max) => Math.min(max, Math.max(min, Math.round(Number(text)) || min));
  return html`<label class="check"><input type="checkbox" checked=${Boolean(rule)} onChange=${(event) => change({ callback: event.currentTarget.checked ? FIRST : null })} />
      <span>${t("front_door.callback.offered")}</span></label>
    <p class="dim step-form__hint">${t("front_door.callback.hint")}</p>
    ${rule && html`<div class="step-form__row">
      <${Field} label=${t("front_door.key")} error=${errorOf("callback")}>${(attributes) => html`<select class="input step-form__number" ...${attributes} value=${rule.key} onChange=${(event) => edit({ key: event.currentTarget.value })}>
        ${KEYS.map((key) => html`<option key=${key} value=${key}>${key}</option>`)}</select>`}<//>
      ${NUMBERS.map(([name, min, max]) => html`<${Field} key=${name} label=${t(`front_door.callback.${name}`)}>${(attributes) => html`<input class="input step-form__number" type="number" min=${min} max=${max} ...${attributes} value=${rule[name]}
        onChange=${(event) => edit({ [name]: bounded(event.currentTarget.value, min, max) })} />`}<//>`)}</div>`}`;
}
