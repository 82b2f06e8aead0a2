/** A field that turns into its own editor. Enter saves, Escape gives up; a conflict shows both values and asks. */
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Conflict } from "./Conflict.js";
import { FieldEditor } from "./FieldEditor.js";
import { saveField } from "./saveField.js";
import { shownValue } from "./shownValue.js";

export function EditableField({ field, customer, isEditable, onChange }) {
  const [isEditing, setEditing] = useState(false);
  const [conflict, setConflict] = useState(null);
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const base = useRef(customer);
  const opener = useRef(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  const edit = () => { base.current = customer; setProblem({ isBusy: false, error: null }); setEditing(true); };
  const save = async (mine, onto = base.current) => {
    setProblem({ isBusy: true, error: null });
    try {
      const saved = await saveField(onto, field.name, mine);
      onChange(saved.customer);
      setConflict(saved.conflict ? { ...saved.conflict, mine } : null);
      setEditing(false);
      setProblem({ isBusy: false, error: null });
      if (saved.wasMerged) toast(t("customer.merged"), { kind: "info" });
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };

  const label = t(`customer.fields.${field.name}`);
  const text = shownValue(field, customer);
  return html`<div class=${`details__row ${isEditing || conflict ? "details__row--open" : ""}`}>
    <dt>${label}</dt>
    <dd>${isEditing
      ? html`<${FieldEditor} field=${field} label=${label} value=${customer[field.name]} customer=${customer} problem=${problem} onSave=${save} onCancel=${() => setEditing(false)} />`
      : isEditable
        ? html`<button type="button" ref=${opener} class="details__value" aria-label=${t("customer.edit_field", { field: label, value: text || t("customer.empty_field") })} onClick=${edit}>
            <span class=${text ? "" : "dim"}>${text || t("customer.add_field")}</span><${Icon} name="pencil" size=${12} /></button>`
        : html`<span class=${text ? "" : "dim"}>${text || "–"}</span>`}
      ${conflict && !isEditing && html`<${Conflict} field=${field} customer=${customer} conflict=${conflict} isBusy=${problem.isBusy} error=${problem.error}
        onTheirs=${() => setConflict(null)} onMine=${() => save(conflict.mine, customer)} />`}
    </dd></div>`;
}
