/** Builds rules: groups of sentences, each sentence a field, a comparison and a value. */
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { fetchAgents } from "../people.js";
import { useCatalogue } from "./catalogue.js";
import { FieldPicker } from "./FieldPicker.js";
import { RuleRow } from "./RuleRow.js";
import { changeNode, depthOf, isGroup, leavesOf, makeFact, makeGroup, makeTest, MAX_DEPTH, MAX_LEAVES, MODES } from "./tree.js";

/** `wrong` is {id, text} of the rule that the server refused, or null. */
export function Builder({ root, wrong, onChange }) {
  const known = useCatalogue();
  useEffect(() => { fetchAgents(); }, []);
  if (!known) return html`<${Skeleton} lines=${4} />`;
  const edit = (id, change) => onChange(changeNode(root, id, change) || makeGroup("all"));
  const isFull = leavesOf(root).length >= MAX_LEAVES;
  return html`<div class="builder"><${Group} group=${root} depth=${1} isFull=${isFull} known=${known} wrong=${wrong} edit=${edit} /></div>`;
}

function Group({ group, depth, isFull, known, wrong, edit }) {
  const add = (part) => edit(group.id, (own) => ({ ...own, parts: [...own.parts, part] }));
  const isRoot = depth === 1;
  const below = depth + (group.mode === "none" || group.mode === "not_all" ? 2 : 1);
  return html`<fieldset class=${`builder__group ${isRoot ? "builder__group--root" : ""}`}>
    <legend class="sr-only">${t(`segments.modes.${group.mode}`)}</legend>
    <div class="builder__head">
      <select class="input builder__mode" aria-label=${t("segments.mode")} value=${group.mode} onChange=${(event) => edit(group.id, (own) => ({ ...own, mode: event.target.value }))}>
        ${MODES.map((mode) => html`<option key=${mode} value=${mode}>${t(`segments.modes.${mode}`)}</option>`)}</select>
      ${!isRoot && html`<${Button} kind="ghost" size="small" icon="x" label=${t("segments.remove_group")} onClick=${() => edit(group.id, () => null)} />`}
    </div>
    <div class="builder__parts">
      ${group.parts.map((part, index) => html`<div key=${part.id} class="builder__part">
        ${index > 0 && html`<span class="builder__joint" aria-hidden="true">${t(`segments.joints.${group.mode}`)}</span>`}
        ${isGroup(part) ? html`<${Group} group=${part} depth=${below} isFull=${isFull} known=${known} wrong=${wrong} edit=${edit} />`
          : html`<${RuleRow} leaf=${part} known=${known} error=${wrong?.id === part.id ? wrong.text : null}
              onChange=${(next) => edit(part.id, () => next)} onRemove=${() => edit(part.id, () => null)} />`}
      </div>`)}
    </div>
    ${wrong?.id === group.id && html`<p class="field__error" role="alert">${wrong.text}</p>`}
    <div class="builder__add">
      <${FieldPicker} known=${known} isDisabled=${isFull} onPick=${(picked) => add(picked.fact ? makeFact(picked.fact) : makeTest(known.subjects.get(picked.field), known.ops.get(picked.type)))} />
      ${below < MAX_DEPTH && html`<${Button} kind="ghost" size="small" icon="plus" disabled=${isFull} onClick=${() => add(makeGroup(group.mode === "any" ? "all" : "any"))}>${t("segments.add_group")}<//>`}
      ${isFull && html`<span class="dim">${t("segments.full", { n: MAX_LEAVES })}</span>`}
      ${!group.parts.length && !isFull && html`<span class="dim row"><${Icon} name="arrow-left" size=${14} />${t(isRoot ? "segments.no_rules_yet" : "segments.empty_group")}</span>`}
    </div>
  </fieldset>`;
}

export const isTooDeep = (root) => depthOf(root) > MAX_DEPTH;
