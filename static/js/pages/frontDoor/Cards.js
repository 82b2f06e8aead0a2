/** The flow from top to bottom: a card for each step, branches indented under the card they leave. */
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { AddStep } from "./AddStep.js";
import { drawn, exitsOf, insertStep, moveUp, placeBefore, removeStep, stepOf } from "./draft.js";
import { exitName, ICONS, nameOf, textOf, wordsOf } from "./names.js";
import { Icon } from "../../lib/icons.js";
import { StepForm } from "./StepForm.js";
import { toast } from "../../lib/toasts.js";

export function Cards({ draft, known, open, onOpen, current, mayEdit, onChange }) {
  const rows = drawn(draft.document);
  useEffect(() => { if (open || current) document.getElementById(`step-${current || open}`)?.scrollIntoView({ block: "nearest" }); }, [open, current]);
  const add = (id, field, kind) => {
    const [document, made] = insertStep(draft.document, id, field, kind);
    draft.change(document);
    onOpen(made);
  };
  const remove = (step) => {
    draft.change(removeStep(draft.document, step.id));
    onOpen(null);
    toast(t("front_door.removed", { step: t(`front_door.kinds.${step.kind}`) }), { undo: draft.undo });
  };
  return html`<ol class="cards">
    <li class="cards__start"><${Icon} name="phone-incoming" size=${14} />${t("front_door.call_arrives")}${mayEdit && html`<${AddStep} label=${t("front_door.add_first")} onAdd=${(kind) => add(null, "start", kind)} />`}</li>
    ${rows.map((row) => html`<li key=${row.step.id} id=${`step-${row.step.id}`} class=${`cards__row cards__row--${Math.min(row.depth, 4)}`}>
      ${row.via && html`<span class="cards__via">${exitName(row.via)} <${Icon} name="arrow-right" size=${12} /></span>`}
      ${row.isLost && html`<span class="cards__via cards__via--lost">${t("front_door.lost")}</span>`}
      <${Card} row=${row} draft=${draft} known=${known} isOpen=${open === row.step.id} isCurrent=${current === row.step.id} mayEdit=${mayEdit}
        onOpen=${onOpen} onAdd=${add} onRemove=${remove} onChange=${onChange} />
    </li>`)}</ol>`;
}

function Card({ row, draft, known, isOpen, isCurrent, mayEdit, onOpen, onAdd, onRemove, onChange }) {
  const { step } = row;
  const problems = draft.problems.filter((one) => one.step === step.id);
  const state = problems.some((one) => !one.is_warning) ? "card--wrong" : problems.length ? "card--doubtful" : "";
  const name = nameOf(step, known);
  return html`<article class=${`card ${state} ${isCurrent ? "card--current" : ""}`} aria-current=${isCurrent ? "step" : null}>
    <div class="card__head">
      <button type="button" class="card__fold" aria-expanded=${String(isOpen)} onClick=${() => onOpen(isOpen ? null : step.id)}>
        <${Icon} name=${ICONS[step.kind]} /><strong>${t(`front_door.kinds.${step.kind}`)}</strong><span class="card__about">${step.kind === "queue" || step.kind === "hours" ? name.split(": ").slice(1).join(": ") : wordsOf(step.prompt)}</span></button>
      ${mayEdit && html`<span class="card__acts">
        ${placeBefore(draft.document, step.id) && html`<${Button} kind="ghost" size="small" icon="chevron-up" label=${t("front_door.move_up", { step: name })} onClick=${() => draft.change(moveUp(draft.document, step.id))} />`}
        ${draft.document.steps.length > 1 && html`<${Button} kind="ghost" size="small" icon="trash-2" label=${t("front_door.remove", { step: name })} onClick=${() => onRemove(step)} />`}</span>`}
    </div>
    ${problems.filter((one) => !isOpen || !one.field).map((one) => html`<p key=${one.code + one.field} class=${one.is_warning ? "card__doubt" : "card__wrong"}><${Icon} name="triangle-alert" size=${12} />${textOf(one)}</p>`)}
    ${isOpen && html`<${StepForm} step=${step} draft=${draft} known=${known} problems=${problems} mayEdit=${mayEdit} onAdd=${onAdd} onChange=${onChange} />`}
    ${!isOpen && html`<${Exits} step=${step} draft=${draft} known=${known} onOpen=${onOpen} />`}
  </article>`;
}

/** Where it leads to, as links: below a branching card the branches are drawn, but for those drawn elsewhere. */
function Exits({ step, draft, known, onOpen }) {
  const exits = exitsOf(step).filter((one) => one.target);
  if (!exits.length) return null;
  const isPlain = exits.length === 1 && exits[0].field === "next";
  if (isPlain) return null;
  return html`<ul class="card__exits">${exits.map((one) => {
    const target = stepOf(draft.document, one.target);
    return html`<li key=${one.field}><span class="card__key">${exitName(one)}</span> <button type="button" class="link" onClick=${() => onOpen(one.target)}>${target ? nameOf(target, known) : t("front_door.gone")}</button></li>`;
  })}</ul>`;
}
