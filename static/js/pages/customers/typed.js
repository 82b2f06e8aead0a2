// @ts-check
/** Between what people type and what the form and the API call it. */
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";

/** What was searched for in vain is most likely the new person's name, number or address. @param {string} typed */
export function guessFields(typed) {
  const text = typed.trim();
  const isEmail = text.includes("@");
  const isPhone = !isEmail && /^[\d\s.+()-]{6,}$/.test(text);
  return {
    display_name: isEmail || isPhone ? "" : text, phone: isPhone ? text : "", second_phone: "", email: isEmail ? text : "", company: "",
  };
}

/** The form field an error belongs to, with its sentence; null when it belongs to none. @param {any} error */
export function fieldErrors(error) {
  if (error.code === "invalid_phone") return { phone: t("customers.bad_phone") };
  if (error.code === "invalid_email") return { email: t("customers.bad_email") };
  if (error.status !== 422) return null;
  const { display_name: name, phones, emails } = error.details || {};
  /** @type {Record<string, string>} */
  const found = {};
  if (name) found.display_name = t("customers.name_missing");
  if (phones) found.phone = t("customers.bad_phone");
  if (emails) found.email = t("customers.bad_email");
  return Object.keys(found).length ? found : { form: errorText(error) };
}
