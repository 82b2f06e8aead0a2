/** The editor of one field, by its type. Enter saves (with Ctrl in a long text), Escape gives up. `draft` is what somebody would have saved before, `typed` what they typed. */
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { labelOf, locale, t } from "../../lib/i18n.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { agents, fetchAgents } from "../people.js";
import { isSame } from "./compare.js";
import { fromInput, toInput } from "./fieldValue.js";

export function FieldEditor({ field, label, value, draft, typed: before, onTyped, customer, problem, onSave, onCancel }) {
  const [typed, setTyped] = useState(() => before ?? toInput(field, draft === undefined ? value : draft, locale.value));
  const [mistake, setMistake] = useState(null);
  const form = useRef(null);
  useEffect(() => {
    const control = form.current.querySelector("input, select, textarea");
    control?.focus();
    if (control?.type === "text") control.select();
  }, []);
  const change = (next) => { setTyped(next); onTyped(next); setMistake(null); };
  const save = () => {
    const read = fromInput(field, typed, locale.value);
    if (read.error) setMistake(t(`profile.mistake.${read.error}`));
    else if (isSame(read.value, value)) onCancel();
    else onSave(read.value);
  };
  const onKey = (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onCancel(); }
    if (event.key === "Enter" && event.target.tagName !== "BUTTON" && (field.type !== "long_text" || event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  };
  const isWrong = mistake || problem.error;
  return html`<form ref=${form} class="stack field-editor" onKeyDown=${onKey} onSubmit=${(event) => { event.preventDefault(); save(); }} novalidate>
    <${Control} field=${field} customer=${customer} typed=${typed} onType=${change} label=${label} isWrong=${isWrong} />
    ${isWrong && html`<span class="field__error" role="alert">${mistake || problem.error}</span>`}
    <span class="row"><${Button} size="small" kind="primary" type="submit" busy=${problem.isBusy}>${t("pages.save")}<//>
      <${Button} size="small" onClick=${onCancel}>${t("pages.cancel")}<//></span>
  </form>`;
}

export function Control({ field, customer, typed, onType, label, isWrong }) {
  const attributes = { class: "input", "aria-label": label, value: typed, "aria-invalid": isWrong ? "true" : null };
  const onInput = (event) => onType(event.currentTarget.value);
  if (field.type === "person") return html`<${OwnerSelect} attributes=${attributes} customer=${customer} onInput=${onInput} />`;
  if (field.type === "choice") return html`<${ChoiceSelect} attributes=${attributes} field=${field} onInput=${onInput} />`;
  if (field.type === "multi_choice") return html`<${ChoiceChecks} field=${field} label=${label} typed=${typed} onType=${onType} />`;
  if (field.type === "boolean") {
    return html`<select ...${attributes} onChange=${onInput}>${field.is_custom && html`<option value="">${t("customer.none")}</option>`}
      <option value="true">${t("profile.yes")}</option><option value="false">${t("profile.no")}</option></select>`;
  }
  if (field.type === "long_text") return html`<textarea ...${attributes} rows="3" maxlength=${field.max_length} onInput=${onInput}></textarea>`;
  return html`<${OneLine} attributes=${attributes} field=${field} onInput=${onInput} />`;
}

function OneLine({ attributes, field, onInput }) {
  const more = {
    date: { placeholder: t("profile.date_form"), inputmode: "numeric", maxlength: 10 },
    number: { inputmode: "decimal", maxlength: 24 },
    money: { inputmode: "decimal", maxlength: 28 },
  }[field.type] || { maxlength: field.max_length };
  const input = html`<input type="text" autocomplete="off" ...${attributes} ...${more} onInput=${onInput} />`;
  return field.type === "money" ? html`<span class="row field-editor__money">${input}<span class="dim">${field.currency}</span></span>` : input;
}

const ChoiceSelect = ({ attributes, field, onInput }) => html`<select ...${attributes} onChange=${onInput}>
  ${!field.is_required && html`<option value="">${t("customer.none")}</option>`}
  ${field.choices.map((choice) => html`<option key=${choice.code} value=${choice.code}>${labelOf(choice)}</option>`)}</select>`;

function ChoiceChecks({ field, label, typed, onType }) {
  const flip = (code) => onType(typed.includes(code) ? typed.filter((one) => one !== code) : [...typed, code]);
  return html`<fieldset class="field-editor__checks"><legend class="sr-only">${label}</legend>
    ${field.choices.map((choice) => html`<label key=${choice.code} class="check"><input type="checkbox" checked=${typed.includes(choice.code)} onChange=${() => flip(choice.code)} />
      <span>${labelOf(choice)}</span></label>`)}</fieldset>`;
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
