/** A lead written down by hand: who, what they want, whose it is to be. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { readMoney } from "../../lib/money.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { useResource } from "../useResource.js";
import { SOURCES, sourceWords } from "./sources.js";

/** `customer` ({id, display_name}) when it is known whose lead it is. */
export function CreateLead({ customer, onSaved, onClose }) {
  const [form, setForm] = useState({ name: "", phone: "", interest: "", source: "manual", value: "", next_step: "", is_mine: true });
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const products = useResource(() => get("/products", { limit: 200 }), []);
  const change = (part) => { setForm({ ...form, ...part }); setError(""); };
  const field = (name) => ({ value: form[name], autocomplete: "off", onInput: (event) => change({ [name]: event.currentTarget.value }) });
  const save = async (event) => {
    event.preventDefault();
    if (form.value.trim() && readMoney(form.value, "VND") === null) { setError(t("leads.bad_value")); return; }
    setBusy(true);
    try {
      onSaved(await post("/leads", bodyOf(form, customer)));
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("leads.create")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      ${customer ? html`<p><b>${customer.display_name}</b></p>` : html`<div class="form__pair">
        <${TextField} label=${t("leads.name")} maxlength="200" autofocus ...${field("name")} />
        <${TextField} label=${t("leads.phone")} type="tel" maxlength="40" required ...${field("phone")} /></div>`}
      <${Field} label=${t("leads.interest")}>${(attributes) => html`<input class="input" list="lead-products" maxlength="200" ...${attributes} ...${field("interest")} />
        <datalist id="lead-products">${(products.data?.items || []).map((one) => html`<option key=${one.id} value=${one.name}></option>`)}</datalist>`}<//>
      <div class="form__pair">
        <${TextField} label=${t("leads.value")} hint=${t("leads.value_hint")} inputmode="numeric" maxlength="20" ...${field("value")} />
        <${Field} label=${t("leads.source")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.source} onChange=${(event) => change({ source: event.currentTarget.value })}>
          ${SOURCES.map((one) => html`<option key=${one} value=${one}>${sourceWords(one)}</option>`)}</select>`}<//></div>
      <${TextField} label=${t("leads.next_step")} maxlength="300" ...${field("next_step")} />
      <div class="filters__chips" role="group" aria-label=${t("leads.owner")}>
        <button type="button" class="chip" aria-pressed=${String(form.is_mine)} onClick=${() => change({ is_mine: true })}>${t("leads.for_me")}</button>
        <button type="button" class="chip" aria-pressed=${String(!form.is_mine)} onClick=${() => change({ is_mine: false })}>${t("leads.distribute")}</button></div>
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy} disabled=${!customer && !form.phone.trim()}>${t("pages.save")}<//></div>
    </form><//>`;
}

function bodyOf(form, customer) {
  const value = form.value.trim() ? readMoney(form.value, "VND") : null;
  return {
    source: form.source, interest: form.interest.trim(), next_step: form.next_step.trim(),
    customer: customer ? { customer_id: customer.id } : { display_name: form.name.trim(), phones: [form.phone.trim()] },
    ...(value === null ? {} : { value }), ...(form.is_mine ? { owner_id: me.value?.id } : {}),
  };
}
