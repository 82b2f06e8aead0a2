/** Where my calls ring: in this browser, or at my own phone. */
import { patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { Choices } from "./Choices.js";

const PLACES = ["browser", "phone"];

export function Answering({ account, onChange }) {
  const [fields, setFields] = useState({ answers_on: account.answers_on, own_phone: formatPhone(account.own_phone) });
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setFields({ ...fields, ...part }); setError(null); };
  const isMissing = fields.answers_on === "phone" && !fields.own_phone.trim();
  const hasChanged = fields.answers_on !== account.answers_on || fields.own_phone.trim() !== formatPhone(account.own_phone);
  const save = async (event) => {
    event.preventDefault();
    if (isMissing) return setError(t("settings.answering.phone_missing"));
    setBusy(true);
    try {
      const saved = await patch("/me", { answers_on: fields.answers_on, own_phone: fields.own_phone.trim() || null });
      onChange(saved);
      setFields({ answers_on: saved.answers_on, own_phone: formatPhone(saved.own_phone) });
      toast(t("settings.saved"), { kind: "done" });
    } catch (problem) {
      setError(problem.details?.own_phone ? t("customers.bad_phone") : errorText(problem));
    } finally {
      setBusy(false);
    }
    return undefined;
  };
  return html`<form class="stack form" onSubmit=${save} novalidate>
    <${Choices} label=${t("settings.answering.where")} name="answers_on" value=${fields.answers_on} options=${PLACES.map((one) => [one, t(`settings.answering.${one}`)])} onChange=${(answers_on) => change({ answers_on })} />
    <p class="dim">${t(`settings.answering.${fields.answers_on}_hint`)}</p>
    <${TextField} label=${t("settings.answering.own_phone")} hint=${t("customers.phone_hint")} type="tel" inputmode="tel" autocomplete="tel" maxlength="40" value=${fields.own_phone} error=${error}
      onInput=${(event) => change({ own_phone: event.currentTarget.value })} />
    <div class="form__foot form__foot--start"><${Button} kind="primary" type="submit" busy=${isBusy} disabled=${!hasChanged}>${t("pages.save")}<//></div>
  </form>`;
}
