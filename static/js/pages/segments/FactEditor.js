/** "Call, at least 2 times, in 30 days, rated ≤ 3": a fact, how often, since when, narrowed by what it knows. */
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { Icon } from "../../lib/icons.js";
import { factLabel } from "./catalogue.js";
import { ChoiceField } from "./ChoiceField.js";
import { PeopleField } from "./PeopleField.js";
import { readComparison, SIGNS } from "./sentence.js";
import { MoneyField } from "./ValueEditor.js";

const COUNTS = [">=", "=", "<="];
const NUMBERS = ["<=", ">=", "=", "<", ">"];

export function FactEditor({ leaf, known, onChange }) {
  const fact = known.facts.get(leaf.fact);
  if (!fact) return html`<span class="state-late">${t("segments.gone_field", { field: leaf.fact })}</span>`;
  const [op, n] = readComparison(leaf.count);
  const narrow = (code, value) => onChange({ ...leaf, where: { ...leaf.where, [code]: value } });
  const widen = (code) => onChange({ ...leaf, where: Object.fromEntries(Object.entries(leaf.where).filter(([key]) => key !== code)) });
  const free = fact.dimensions.filter((one) => !(one.code in leaf.where));
  return html`<span class="rule-row__field">${factLabel(fact)}</span>
    <select class="input rule-row__op" aria-label=${t("segments.how_often")} value=${op} onChange=${(event) => onChange({ ...leaf, count: `${event.target.value} ${n}` })}>
      ${COUNTS.map((one) => html`<option key=${one} value=${one}>${t(`segments.count_ops.${one === ">=" ? "gte" : one === "=" ? "eq" : "lte"}`)}</option>`)}</select>
    <input type="number" class="input rule-row__short num" aria-label=${t("segments.times")} min="0" max="100000" value=${n} onInput=${(event) => onChange({ ...leaf, count: `${op} ${event.currentTarget.value || 0}` })} />
    <span class="muted">${t("segments.times")}</span>
    <select class="input rule-row__op" aria-label=${t("segments.since_when")} value=${leaf.within_days ? "days" : "ever"} onChange=${(event) => onChange({ ...leaf, within_days: event.target.value === "days" ? 30 : null })}>
      <option value="days">${t("segments.in_last")}</option><option value="ever">${t("segments.ever")}</option></select>
    ${leaf.within_days !== null && html`<input type="number" class="input rule-row__short num" aria-label=${t("segments.days")} min="1" max="36500" value=${leaf.within_days}
      onInput=${(event) => onChange({ ...leaf, within_days: Number(event.currentTarget.value) || 1 })} /><span class="muted">${t("segments.days")}</span>`}
    ${Object.keys(leaf.where).map((code) => html`<${Dimension} key=${code} dimension=${fact.dimensions.find((one) => one.code === code)} value=${leaf.where[code]}
      onChange=${(value) => narrow(code, value)} onRemove=${() => widen(code)} />`)}
    ${free.length > 0 && html`<${Menu} trigger=${html`<${Icon} name="plus" size=${14} />${t("segments.narrow")}`} triggerClass="btn btn--ghost btn--small"
      items=${free.map((one) => ({ label: labelOf(one), run: () => narrow(one.code, one.type === "number" || one.type === "money" ? FIRST[one.code] || ">= 1" : []) }))} />`}`;
}

const FIRST = { rating: "<= 3", score: "<= 3", total: ">= 1000000", talk_seconds: ">= 60" };

function Dimension({ dimension, value, onChange, onRemove }) {
  if (!dimension) return null;
  const label = labelOf(dimension);
  const isNumber = dimension.type === "number" || dimension.type === "money";
  return html`<span class="rule-row__where"><span class="muted">${label.toLowerCase()}</span>
    ${isNumber ? html`<${Comparison} dimension=${dimension} label=${label} value=${value} onChange=${onChange} />`
      : dimension.type === "person" ? html`<${PeopleField} label=${label} value=${[value].flat()} onChange=${onChange} />`
      : html`<${ChoiceField} label=${label} choices=${dimension.choices} value=${[value].flat()} onChange=${onChange} />`}
    <${Button} kind="ghost" size="small" icon="x" label=${t("segments.take_away", { name: label })} onClick=${onRemove} /></span>`;
}

function Comparison({ dimension, label, value, onChange }) {
  const [op, n] = readComparison(value);
  return html`<select class="input rule-row__sign" aria-label=${`${label}: ${t("segments.comparison")}`} value=${op} onChange=${(event) => onChange(`${event.target.value} ${n}`)}>
      ${NUMBERS.map((one) => html`<option key=${one} value=${one}>${SIGNS[one]}</option>`)}</select>
    ${dimension.type === "money" ? html`<${MoneyField} label=${label} currency="VND" value=${Number(n)} onChange=${(amount) => onChange(`${op} ${amount ?? 0}`)} />`
      : html`<input type="number" class="input rule-row__short num" aria-label=${label} min="0" step="any" value=${n} onInput=${(event) => onChange(`${op} ${event.currentTarget.value || 0}`)} />`}`;
}
