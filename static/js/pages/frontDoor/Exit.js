/** Where a step leads to: one of the others, or a new one put in between. */
import { html, useId } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { AddStep } from "./AddStep.js";
import { exitsOf, isOptional, lead } from "./draft.js";
import { nameOf } from "./names.js";

export function Exit({ step, field, label, draft, known, errorOf, onAdd, isBare }) {
  const id = useId();
  const target = exitsOf(step).find((one) => one.field === field)?.target || "";
  const isGone = target && !draft.document.steps.some((one) => one.id === target);
  const error = errorOf(field);
  return html`<div class="exit ${isBare ? "exit--bare" : ""}"><label class=${isBare ? "sr-only" : "exit__label"} for=${id}>${label}</label>
    <span class="exit__pick"><select id=${id} class="input" value=${target} aria-invalid=${error ? "true" : null} onChange=${(event) => draft.change(lead(draft.document, step.id, field, event.currentTarget.value || null))}>
      <option value="">${t(isOptional(step, field) ? `front_door.optional.${field}` : "front_door.choose")}</option>
      ${isGone && html`<option value=${target}>${t("front_door.gone")}</option>`}
      ${draft.document.steps.filter((one) => one.id !== step.id || one.id === target).map((one) => html`<option key=${one.id} value=${one.id}>${nameOf(one, known)}</option>`)}
    </select><${AddStep} label=${t("front_door.add_at", { exit: label })} onAdd=${(kind) => onAdd(step.id, field, kind)} /></span>
    ${error && html`<span class="field__error" role="alert">${error}</span>`}</div>`;
}
