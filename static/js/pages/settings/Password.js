/** A new password. Other browsers are signed out, which is said beforehand. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";

const EMPTY = { current: "", next: "", again: "" };
const MIN_LENGTH = 10;

export function Password({ account, onReload }) {
  const [fields, setFields] = useState(EMPTY);
  const [errors, setErrors] = useState({});
  const [isBusy, setBusy] = useState(false);
  const typed = (name) => (event) => { setFields({ ...fields, [name]: event.currentTarget.value }); setErrors({}); };
  const save = async (event) => {
    event.preventDefault();
    const wrong = check(fields);
    if (wrong) return setErrors(wrong);
    setBusy(true);
    try {
      await post("/me/password", { current: fields.current, new: fields.next });
      setFields(EMPTY);
      toast(t("settings.password.changed"), { kind: "done" });
      onReload();
    } catch (error) {
      setErrors(fieldErrors(error));
    } finally {
      setBusy(false);
    }
    return undefined;
  };
  return html`<form class="stack form" onSubmit=${save} novalidate>
    <p class="dim">${t("settings.password.hint")}</p>
    <input type="email" class="sr-only" autocomplete="username" value=${account.email} readonly tabindex="-1" aria-hidden="true" />
    <${TextField} label=${t("settings.password.current")} type="password" autocomplete="current-password" value=${fields.current} error=${errors.current} onInput=${typed("current")} />
    <${TextField} label=${t("settings.password.next")} hint=${t("settings.password.rule", { n: MIN_LENGTH })} type="password" autocomplete="new-password" value=${fields.next} error=${errors.next} onInput=${typed("next")} />
    <${TextField} label=${t("settings.password.again")} type="password" autocomplete="new-password" value=${fields.again} error=${errors.again} onInput=${typed("again")} />
    ${errors.form && html`<p class="field__error" role="alert">${errors.form}</p>`}
    <div class="form__foot form__foot--start"><${Button} kind="primary" type="submit" busy=${isBusy}>${t("settings.password.save")}<//></div>
  </form>`;
}

function check({ current, next, again }) {
  if (!current) return { current: t("settings.password.missing") };
  if ([...next].length < MIN_LENGTH) return { next: t("settings.password.rule", { n: MIN_LENGTH }) };
  if (next !== again) return { again: t("settings.password.differs") };
  return null;
}

function fieldErrors(error) {
  if (["wrong_password", "bad_credentials"].includes(error.code)) return { current: t("settings.password.wrong") };
  if (error.code === "weak_password") return { next: t("settings.password.weak") };
  return { form: errorText(error) };
}
