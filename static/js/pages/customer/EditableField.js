/** A field that turns into its own editor. Enter saves, Escape gives up; a conflict shows both values and asks. */
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { can, me } from "../../store/session.js";
import { Conflict } from "./Conflict.js";
import { FieldEditor } from "./FieldEditor.js";
import { FieldHistory } from "./FieldHistory.js";
import { valueAt, withValue } from "./fieldValue.js";
import { Reveal } from "./Reveal.js";
import { shownValue } from "./shownValue.js";
import { useFieldSaver } from "./useFieldSaver.js";

export function EditableField({ field, customer, isEditable, onChange, hasHistory = true }) {
  const saver = useFieldSaver(field, customer, onChange);
  const [revealed, setRevealed] = useState(null);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const opener = useOpenerFocus(saver.isEditing, Boolean(saver.conflict));
  const isHidden = customer.masked_fields?.includes(field.name);
  useEffect(() => setRevealed(null), [customer.id, customer.version]);
  const isColleagues = field.type === "person" && !mayGiveAway(customer);
  const seen = isHidden && revealed ? withValue(customer, field.name, revealed.value) : customer;
  const label = labelOf(field);
  return html`<div class=${`details__row ${saver.isEditing || saver.conflict ? "details__row--open" : ""}`}>
    <dt class="details__label">${label}${field.is_sensitive && html` <${Icon} name="lock" size=${12} label=${t("profile.sensitive")} />`}</dt>
    <dd class="details__held">${saver.isEditing
        ? html`<${FieldEditor} field=${field} label=${label} value=${valueAt(seen, field.name)} draft=${saver.conflict?.mine} typed=${saver.typed} onTyped=${saver.keepTyped} customer=${customer} problem=${saver.problem} onSave=${saver.save} onCancel=${saver.cancel} />`
        : isHidden && !revealed
          ? html`<${Reveal} customerId=${customer.id} what=${{ field: field.name }} label=${label} shown=${shownValue(field, customer)} onShown=${setRevealed} />`
          : html`<${Value} field=${field} label=${label} text=${shownValue(field, seen)} isEditable=${isEditable && !isColleagues} why=${isEditable && isColleagues && t("profile.colleagues_customer")} opener=${opener} onEdit=${saver.edit} />`}
      ${hasHistory && !saver.isEditing && can("customers.read") && html`<button type="button" class="details__clock" aria-expanded=${String(isHistoryOpen)}
        aria-label=${t("profile.history_of", { field: label })} title=${t("profile.history_of", { field: label })} onClick=${() => setHistoryOpen(!isHistoryOpen)}><${Icon} name="clock" size=${14} /></button>`}
    </dd>
    ${saver.conflict && !saver.isEditing && html`<dd><${Conflict} field=${field} customer=${customer} conflict=${saver.conflict} isBusy=${saver.problem.isBusy} error=${saver.problem.error}
        onTheirs=${saver.keepTheirs} onMine=${saver.useMine} /></dd>`}
    ${isHistoryOpen && html`<dd class="details__past"><${FieldHistory} customer=${customer} field=${field.name} isEditable=${isEditable} onChange=${onChange} /></dd>`}
  </div>`;
}

/** Who leads gives anybody's customer to somebody else; others only their own and nobody's. */
const mayGiveAway = (customer) => can("customers.reassign") || !customer.owner_id || customer.owner_id === me.value.id;

const Value = ({ field, label, text, isEditable, why, opener, onEdit }) => isEditable
  ? html`<button type="button" ref=${opener} class="details__value" aria-label=${t("customer.edit_field", { field: label, value: text || t("customer.empty_field") })} onClick=${onEdit}>
      <span class=${text ? (field.type === "long_text" ? "details__prose" : "") : "dim"}>${text || t("customer.add_field")}</span><${Icon} name="pencil" size=${12} /></button>`
  : html`<span class=${text ? "" : "dim"}>${text || "–"}${why && html`<br /><span class="dim">${why}</span>`}</span>`;

/** When the editor closes, the focus is where it was opened; a conflict takes it instead. */
function useOpenerFocus(isEditing, isAsked) {
  const opener = useRef(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing && !isAsked) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  return opener;
}
