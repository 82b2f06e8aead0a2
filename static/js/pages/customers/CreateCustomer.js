/** A new customer: name, numbers, addresses. When somebody has one of them already, those people are shown first. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { fieldErrors, guessFields } from "./typed.js";
import { Duplicates } from "./Duplicates.js";
import { Likely } from "./Likely.js";

export function CreateCustomer({ typed = "", onClose }) {
  const [fields, setFields] = useState(() => guessFields(typed));
  const [errors, setErrors] = useState({});
  const [duplicates, setDuplicates] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setFields({ ...fields, ...part }); setErrors({}); setDuplicates(null); };

  const save = async (allowsDuplicate) => {
    if (!fields.display_name.trim()) return setErrors({ display_name: t("customers.name_missing") });
    setBusy(true);
    try {
      const customer = await post(`/customers${allowsDuplicate ? "?allow_duplicate=1" : ""}`, bodyOf(fields));
      onClose();
      navigate(`/customers/${customer.id}`);
    } catch (error) {
      if (error.code === "duplicate_identity") setDuplicates(error.details.customers || []);
      else setErrors(fieldErrors(error) || { form: errorText(error) });
    } finally {
      setBusy(false);
    }
    return undefined;
  };

  return html`<${Dialog} title=${t("customers.create")} onClose=${onClose}>
    <form class="stack form" onSubmit=${(event) => { event.preventDefault(); save(false); }} novalidate>
      <${TextField} label=${t("customers.name")} value=${fields.display_name} error=${errors.display_name} required maxlength="200" autocomplete="off"
        autofocus onInput=${(event) => change({ display_name: event.currentTarget.value })} />
      <${TextField} label=${t("customers.phone")} hint=${t("customers.phone_hint")} type="tel" inputmode="tel" value=${fields.phone} error=${errors.phone} maxlength="40"
        autocomplete="off" onInput=${(event) => change({ phone: event.currentTarget.value })} />
      <${TextField} label=${t("customers.second_phone")} type="tel" inputmode="tel" value=${fields.second_phone} maxlength="40"
        autocomplete="off" onInput=${(event) => change({ second_phone: event.currentTarget.value })} />
      <${TextField} label=${t("customers.email")} type="email" value=${fields.email} error=${errors.email} maxlength="254"
        autocomplete="off" onInput=${(event) => change({ email: event.currentTarget.value })} />
      <${TextField} label=${t("customer.fields.company")} value=${fields.company} maxlength="200"
        autocomplete="off" onInput=${(event) => change({ company: event.currentTarget.value })} />
      ${errors.form && html`<p class="field__error" role="alert">${errors.form}</p>`}
      ${duplicates ? html`<${Duplicates} people=${duplicates} isBusy=${isBusy} onSaveAnyway=${() => save(true)} />`
        : html`<${Likely} body=${bodyOf(fields)} />`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//>
        ${!duplicates && html`<${Button} kind="primary" type="submit" busy=${isBusy}>${t("customers.save")}<//>`}</div>
    </form><//>`;
}

const bodyOf = ({ display_name, phone, second_phone, email, company }) => ({
  display_name: display_name.trim(),
  phones: [phone, second_phone].map((one) => one.trim()).filter(Boolean),
  emails: [email.trim()].filter(Boolean),
  company: company.trim() || null,
});
