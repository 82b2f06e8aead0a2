/** One rule: what it is about, how it is compared, and with what. */
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { FactEditor } from "./FactEditor.js";
import { opLabel, sentenceOf } from "./sentence.js";
import { isFact, valueKind, withOp } from "./tree.js";
import { ValueEditor } from "./ValueEditor.js";

export function RuleRow({ leaf, known, error, onChange, onRemove }) {
  return html`<div class=${`rule-row ${error ? "rule-row--wrong" : ""}`} role="group" aria-label=${sentenceOf(leaf, known)}>
    ${isFact(leaf) ? html`<${FactEditor} leaf=${leaf} known=${known} onChange=${onChange} />` : html`<${TestEditor} leaf=${leaf} known=${known} onChange=${onChange} />`}
    <span class="rule-row__end"><${Button} kind="ghost" size="small" icon="x" label=${t("segments.remove_rule")} onClick=${onRemove} /></span>
    ${error && html`<p class="field__error rule-row__error" role="alert">${error}</p>`}
  </div>`;
}

function TestEditor({ leaf, known, onChange }) {
  const subject = known.subjects.get(leaf.field);
  if (!subject) return html`<span class="state-late">${t("segments.gone_field", { field: leaf.field })}</span>`;
  const ops = known.ops.get(subject.type);
  return html`<span class="rule-row__field">${labelOf(subject)}</span>
    <select class="input rule-row__op" aria-label=${t("segments.comparison")} value=${leaf.op} onChange=${(event) => onChange(withOp(leaf, subject.type, event.target.value))}>
      ${ops.map((op) => html`<option key=${op} value=${op}>${opLabel(subject.type, op)}</option>`)}</select>
    <${ValueEditor} kind=${valueKind(subject.type, leaf.op)} subject=${subject} value=${leaf.value} onChange=${(value) => onChange({ ...leaf, value })} />`;
}
