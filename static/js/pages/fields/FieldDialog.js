/** A field made or changed. Its type is chosen once: values depend on it. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { Choices, cleanChoices } from "./Choices.js";

const TYPES = ["text", "long_text", "number", "money", "date", "choice", "multi_choice", "boolean"];
const CURRENCIES = ["VND", "USD", "EUR", "JPY", "KRW", "CNY", "SGD", "THB", "AUD", "GBP"];
const hasChoices = (type) => ["choice", "multi_choice"].includes(type);

export function FieldDialog({ field, onSaved, onClose }) {
  const isNew = !field.id;
  const [form, setForm] = useState({ type: "text", label_vi: "", label_en: "", choices: [], currency: "VND", is_sensitive: false, ...field });
  const [errors, setErrors] = useState({});
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setForm({ ...form, ...part }); setErrors({}); };
  const save = async (event) => {
    event.preventDefault();
    const missing = mistakesIn(form);
    if (Object.keys(missing).length) return setErrors(missing);
    setBusy(true);
    try {
      onSaved(isNew ? await post("/customer-fields/custom", bodyOf(form, true)) : await patch(`/customer-fields/custom/${field.id}`, bodyOf(form, false), { ifMatch: field.version }));
    } catch (error) {
      setErrors(sentencesFor(error, field));
      setBusy(false);
    }
    return undefined;
  };
  return html`<${Dialog} title=${isNew ? t("fields.create") : t("fields.edit_one", { field: labelOf(field) })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <${TextField} label=${t("fields.label_vi")} value=${form.label_vi} error=${errors.label_vi} required maxlength="80" autocomplete="off" autofocus onInput=${(event) => change({ label_vi: event.currentTarget.value })} />
      <${TextField} label=${t("fields.label_en")} hint=${t("fields.label_en_hint")} value=${form.label_en} maxlength="80" autocomplete="off" onInput=${(event) => change({ label_en: event.currentTarget.value })} />
      <${Field} label=${t("fields.type")} hint=${isNew ? t("fields.type_hint") : t("fields.type_fixed")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.type} disabled=${!isNew}
        onChange=${(event) => change({ type: event.currentTarget.value })}>${TYPES.map((type) => html`<option key=${type} value=${type}>${t(`fields.types.${type}`)}</option>`)}</select>`}<//>
      ${hasChoices(form.type) && html`<${Choices} choices=${form.choices} error=${errors.choices} onChange=${(choices) => change({ choices })} />`}
      ${form.type === "money" && html`<${Field} label=${t("fields.currency")} error=${errors.currency}>${(attributes) => html`<select class="input" ...${attributes} value=${form.currency}
        onChange=${(event) => change({ currency: event.currentTarget.value })}>${CURRENCIES.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select>`}<//>`}
      <label class="check"><input type="checkbox" checked=${form.is_sensitive} onChange=${(event) => change({ is_sensitive: event.currentTarget.checked })} />
        <span>${t("fields.sensitive")}<span class="dim"> ${t("fields.sensitive_hint")}</span></span></label>
      ${errors.form && html`<p class="field__error" role="alert">${errors.form}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//>
        <${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}

function mistakesIn(form) {
  const mistakes = {};
  if (!form.label_vi.trim()) mistakes.label_vi = t("fields.label_missing");
  if (hasChoices(form.type) && !cleanChoices(form.choices).length) mistakes.choices = t("fields.choices_missing");
  return mistakes;
}

function bodyOf(form, isNew) {
  const labels = { label_vi: form.label_vi.trim(), label_en: form.label_en.trim() || form.label_vi.trim() };
  const choices = hasChoices(form.type) ? { choices: cleanChoices(form.choices) } : {};
  return { ...labels, ...choices, is_sensitive: form.is_sensitive, ...(form.type === "money" ? { currency: form.currency } : {}), ...(isNew ? { type: form.type } : {}) };
}

/** @param {any} field as it is stored: what was left out is still there */
function sentencesFor(error, field) {
  if (error.code === "choice_in_use") {
    const choice = field.choices.find((one) => one.code === error.details.code);
    return { choices: t("fields.choice_in_use", { choice: labelOf(choice) || error.details.code }) };
  }
  if (error.code === "currency_in_use") return { currency: t("fields.currency_in_use") };
  if (error.code === "too_many_fields") return { form: t("fields.too_many", { limit: error.details.limit }) };
  if (error.status === 412) return { form: t("fields.changed_meanwhile") };
  return { form: errorText(error) };
}
