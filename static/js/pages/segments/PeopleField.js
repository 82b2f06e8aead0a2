/** Colleagues, "me" first: whoever owns the segment. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { agents } from "../people.js";
import { ChoiceField } from "./ChoiceField.js";
import { personName } from "./sentence.js";

export function PeopleField({ label, value, onChange }) {
  const ids = [...new Set(["me", ...agents.value.map((one) => one.id), ...value])];
  const choices = ids.map((id) => ({ code: id, label_vi: personName(id), label_en: personName(id) }));
  return html`<${ChoiceField} label=${label || t("pages.agent")} choices=${choices} value=${value} onChange=${onChange} />`;
}
