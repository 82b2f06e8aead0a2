/** The editor of one field: a line, several lines, or a choice. */
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { agents, fetchAgents } from "../people.js";

export function FieldEditor({ field, label, value, customer, problem, onSave, onCancel }) {
  const [text, setText] = useState(value ?? "");
  const control = useRef(null);
  useEffect(() => {
    control.current?.focus();
    control.current?.select?.();
  }, []);
  const isMissing = field.isRequired && !String(text).trim();
  const save = () => {
    const typed = String(text).trim();
    if (isMissing) return;
    if (typed === String(value ?? "")) onCancel();
    else onSave(field.isRequired || field.name === "notes" ? typed : typed || null);
  };
  const onKey = (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onCancel(); }
    if (event.key === "Enter" && (!field.isLong || event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  };
  const attributes = { ref: control, class: "input", "aria-label": label, value: text, maxlength: field.max, onKeyDown: onKey, "aria-invalid": isMissing || problem.error ? "true" : null };
  const onInput = (event) => setText(event.currentTarget.value);
  return html`<form class="stack" onSubmit=${(event) => { event.preventDefault(); save(); }}>
    ${field.name === "owner_id" ? html`<${OwnerSelect} attributes=${attributes} customer=${customer} onInput=${onInput} />`
      : field.options ? html`<select ...${attributes} onChange=${onInput}>
          ${!field.isRequired && html`<option value="">${t("customer.none")}</option>`}
          ${field.options.map((option) => html`<option key=${option} value=${option}>${t(`customer.options.${field.name}.${option}`)}</option>`)}</select>`
      : field.isLong ? html`<textarea ...${attributes} rows="3" onInput=${onInput}></textarea>`
      : html`<input ...${attributes} autocomplete="off" onInput=${onInput} />`}
    ${isMissing && html`<span class="field__error">${t("customer.field_missing")}</span>`}
    ${problem.error && html`<span class="field__error" role="alert">${problem.error}</span>`}
    <span class="row"><${Button} size="small" kind="primary" type="submit" busy=${problem.isBusy} disabled=${isMissing}>${t("pages.save")}<//>
      <${Button} size="small" onClick=${onCancel}>${t("pages.cancel")}<//></span>
  </form>`;
}

/** Those who may not list colleagues can still take a customer over, or let go. */
function OwnerSelect({ attributes, customer, onInput }) {
  useEffect(() => { fetchAgents(); }, []);
  const people = new Map(agents.value.map((agent) => [agent.id, agent.name]));
  if (customer.owner_id) people.set(customer.owner_id, customer.owner_name);
  people.set(me.value.id, `${me.value.name} (${t("pages.me")})`);
  return html`<select ...${attributes} onChange=${onInput}><option value="">${t("customers.no_owner")}</option>
    ${[...people].map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}</select>`;
}
