/** A field's value in words. */
import { t } from "../../lib/i18n.js";
import { me } from "../../store/session.js";
import { agents } from "../people.js";

export function shownValue(field, customer) {
  const value = customer[field.name];
  if (field.name === "owner_id") return customer.owner_name || nameOf(value);
  if (!value) return "";
  return field.options ? t(`customer.options.${field.name}.${value}`) : value;
}

function nameOf(userId) {
  if (!userId) return "";
  if (userId === me.value?.id) return me.value.name;
  return agents.value.find((agent) => agent.id === userId)?.name || t("pages.one_agent");
}
