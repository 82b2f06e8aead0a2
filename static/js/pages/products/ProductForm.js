/** A product of the price list. Former orders keep the name and the price they were made with. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useId, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { readMoney, writeMoney } from "../../lib/money.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";

const CURRENCIES = ["VND", "USD", "EUR"];

export function ProductForm({ product, categories, onSaved, onClose }) {
  const [fields, setFields] = useState(() => ({
    name: product?.name || "", code: product?.code || "", category: product?.category || "", currency: product?.currency || "VND",
    price: product ? writeMoney(product.price_minor, product.currency) : "",
  }));
  const [errors, setErrors] = useState({});
  const [isBusy, setBusy] = useState(false);
  const list = useId();
  const change = (part) => { setFields({ ...fields, ...part }); setErrors({}); };
  const save = async (event) => {
    event.preventDefault();
    const price = fields.price.trim() ? readMoney(fields.price, fields.currency) : 0;
    const missing = { ...(fields.name.trim() ? {} : { name: t("orders.products.name_missing") }), ...(fields.code.trim() ? {} : { code: t("orders.products.code_missing") }), ...(price === null ? { price: t("orders.bad_price") } : {}) };
    if (Object.keys(missing).length) { setErrors(missing); return; }
    const body = { name: fields.name.trim(), code: fields.code.trim(), category: fields.category.trim(), currency: fields.currency, price_minor: price };
    setBusy(true);
    try {
      onSaved(product ? await patch(`/products/${product.id}`, body, { ifMatch: product.version }) : await post("/products", body));
    } catch (error) {
      setErrors(error.code === "product_code_taken" ? { code: t("orders.products.code_taken") } : { form: error.status === 412 ? t("orders.changed_meanwhile") : errorText(error) });
      setBusy(false);
    }
  };
  const text = (name, label, more = {}) => html`<${TextField} label=${label} value=${fields[name]} error=${errors[name]} autocomplete="off" onInput=${(event) => change({ [name]: event.currentTarget.value })} ...${more} />`;
  return html`<${Dialog} title=${t(product ? "orders.products.edit" : "orders.products.create")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      ${text("name", t("orders.products.name"), { maxlength: 200, autofocus: true, required: true })}
      <div class="pair">${text("code", t("orders.products.code"), { maxlength: 40, required: true })}${text("category", t("orders.products.category"), { maxlength: 80, list })}</div>
      <datalist id=${list}>${categories.map((one) => html`<option key=${one} value=${one} />`)}</datalist>
      <div class="pair">${text("price", t("orders.price"), { inputmode: "decimal", maxlength: 24 })}
        <${Field} label=${t("orders.products.currency")}>${(attributes) => html`<select class="input" ...${attributes} value=${fields.currency} onChange=${(event) => change({ currency: event.currentTarget.value })}>
          ${[...new Set([...CURRENCIES, fields.currency])].map((one) => html`<option key=${one}>${one}</option>`)}</select>`}<//></div>
      ${errors.form && html`<p class="field__error" role="alert">${errors.form}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}
