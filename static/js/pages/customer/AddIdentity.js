/** One more number or address; a line that several people answer is marked as shared from the start. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Field, TextField } from "../../ui/Field.js";
import { addIdentity } from "./identityVerbs.js";

export function AddIdentity({ customerId, onChange, onClose }) {
  const [fields, setFields] = useState({ channel: "phone", value: "", label: "", is_shared: false });
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setFields({ ...fields, ...part }); setError(null); };
  const save = async (event) => {
    event.preventDefault();
    if (!fields.value.trim()) return;
    setBusy(true);
    try {
      onChange(await addIdentity(customerId, { ...fields, value: fields.value.trim(), label: fields.label.trim() }));
      onClose();
    } catch (problem) {
      setError(sentenceFor(problem, fields.channel));
      setBusy(false);
    }
  };
  const isPhone = fields.channel === "phone";
  return html`<form class="stack add-identity" onSubmit=${save} novalidate>
    <${Field} label=${t("customer.identity_kind")}>${(attributes) => html`<select class="input" ...${attributes} value=${fields.channel}
      onChange=${(event) => change({ channel: event.currentTarget.value })}><option value="phone">${t("customer.channels.phone")}</option><option value="email">${t("customer.channels.email")}</option></select>`}<//>
    <${TextField} label=${t(isPhone ? "customers.phone" : "customers.email")} type=${isPhone ? "tel" : "email"} value=${fields.value} error=${error} required maxlength="254"
      autocomplete="off" onInput=${(event) => change({ value: event.currentTarget.value })} />
    <${TextField} label=${t("customer.identity_label")} hint=${t("customer.identity_label_hint")} value=${fields.label} maxlength="40" autocomplete="off"
      onInput=${(event) => change({ label: event.currentTarget.value })} />
    <label class="check"><input type="checkbox" checked=${fields.is_shared} onChange=${(event) => change({ is_shared: event.currentTarget.checked })} />
      <span>${t("customer.shared_line")}<span class="dim"> ${t("customer.shared_hint")}</span></span></label>
    <div class="form__foot"><${Button} size="small" onClick=${onClose}>${t("pages.cancel")}<//>
      <${Button} size="small" kind="primary" type="submit" busy=${isBusy} disabled=${!fields.value.trim()}>${t("customer.add")}<//></div>
  </form>`;
}

function sentenceFor(error, channel) {
  if (error.code === "identity_exists") return t("customer.identity_exists");
  if (error.status === 422) return t(channel === "phone" ? "customers.bad_phone" : "customers.bad_email");
  return errorText(error);
}
