/** A field's value in words. */
import { formatMoney, formatNumber } from "../../lib/format.js";
import { labelOf, t } from "../../lib/i18n.js";
import { me } from "../../store/session.js";
import { agents } from "../people.js";
import { isEmpty, toDay, valueAt } from "./fieldValue.js";

export const HIDDEN = "•••";

export function shownValue(field, customer) {
  const value = valueAt(customer, field.name);
  if (field.name === "owner_id") return customer.owner_name || nameOf(value);
  return inWords(field, value);
}

/** Any value of a field, such as one of its history. */
export function inWords(field, value) {
  if (isEmpty(value)) return "";
  if (value === HIDDEN) return HIDDEN;
  if (field.type === "choice") return choiceLabel(field, value);
  if (field.type === "multi_choice") return [].concat(value).map((code) => choiceLabel(field, code)).join(", ");
  if (field.type === "date") return toDay(String(value));
  if (field.type === "boolean") return t(value ? "profile.yes" : "profile.no");
  if (field.type === "number" && typeof value === "number") return formatNumber(value, 12);
  if (field.type === "money" && typeof value === "number") return formatMoney(value, field.currency);
  if (field.type === "person") return nameOf(value);
  return String(value);
}

const choiceLabel = (field, code) => labelOf(field.choices?.find((choice) => choice.code === code)) || String(code);

function nameOf(userId) {
  if (!userId) return "";
  if (userId === me.value?.id) return me.value.name;
  return agents.value.find((agent) => agent.id === userId)?.name || t("pages.one_agent");
}
