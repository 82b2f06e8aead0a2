/** One more number, address or account; a line that several people answer is marked as shared from the start. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Field, TextField } from "../../ui/Field.js";
import { channelName } from "./Change.js";
import { addIdentity } from "./identityVerbs.js";

const CHANNELS = ["phone", "email", "zalo", "facebook", "messenger", "whatsapp", "telegram", "instagram", "viber", "tiktok"];
const WORDS = { phone: "customers.phone", email: "customers.email" };

export function AddIdentity({ customer, onChange, onClose }) {
  const [fields, setFields] = useState({ channel: "phone", value: "", label: "", is_shared: false, status: "known" });
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setFields({ ...fields, ...part }); setError(null); };
  const save = async (event) => {
    event.preventDefault();
    if (!fields.value.trim()) return;
    setBusy(true);
    try {
      onChange(await addIdentity(customer, { ...fields, value: fields.value.trim(), label: fields.label.trim() }));
      onClose();
    } catch (problem) {
      setError(sentenceFor(problem, fields.channel));
      setBusy(false);
    }
  };
  const set = (name, attribute = "value") => (event) => change({ [name]: event.currentTarget[attribute] });
  return html`<form class="stack add-identity" onSubmit=${save} novalidate>
    <${Field} label=${t("customer.identity_kind")}>${(attributes) => html`<select class="input" ...${attributes} value=${fields.channel} onChange=${set("channel")}>
      ${CHANNELS.map((one) => html`<option key=${one} value=${one}>${channelName(one)}</option>`)}</select>`}<//>
    <${TextField} label=${t(WORDS[fields.channel] || "profile.account_id")} hint=${WORDS[fields.channel] ? null : t("profile.account_hint")} type=${{ phone: "tel", email: "email" }[fields.channel] || "text"}
      value=${fields.value} error=${error} required maxlength="254" autocomplete="off" onInput=${set("value")} />
    <${TextField} label=${t("customer.identity_label")} hint=${t("customer.identity_label_hint")} value=${fields.label} maxlength="40" autocomplete="off" onInput=${set("label")} />
    <label class="check"><input type="checkbox" checked=${fields.status === "maybe"} onChange=${(event) => change({ status: event.currentTarget.checked ? "maybe" : "known" })} />
      <span>${t("profile.add_as_maybe")}<span class="dim"> ${t("customer.maybe_hint")}</span></span></label>
    <label class="check"><input type="checkbox" checked=${fields.is_shared} onChange=${set("is_shared", "checked")} />
      <span>${t("customer.shared_line")}<span class="dim"> ${t("customer.shared_hint")}</span></span></label>
    <div class="form__foot"><${Button} size="small" onClick=${onClose}>${t("pages.cancel")}<//>
      <${Button} size="small" kind="primary" type="submit" busy=${isBusy} disabled=${!fields.value.trim()}>${t("customer.add")}<//></div>
  </form>`;
}

function sentenceFor(error, channel) {
  if (error.code === "identity_exists") return t("customer.identity_exists");
  if (error.status === 412) return t("profile.look_again");
  if (error.status === 422) return t({ phone: "customers.bad_phone", email: "customers.bad_email" }[channel] || "profile.bad_account");
  return errorText(error);
}
