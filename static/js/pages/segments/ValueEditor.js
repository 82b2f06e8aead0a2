/** The value of a rule, by its kind: a text, a number, an amount, days, a date, a pair of them, choices, people. */
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { readMoney, writeMoney } from "../../lib/money.js";
import { ChoiceField } from "./ChoiceField.js";
import { PeopleField } from "./PeopleField.js";

export function ValueEditor({ kind, subject, value, onChange }) {
  const label = t("segments.value_of", { field: labelOf(subject) });
  if (kind === "none") return null;
  if (kind.endsWith("_pair")) return html`<${Pair} kind=${kind.slice(0, -5)} subject=${subject} label=${label} value=${value} onChange=${onChange} />`;
  if (kind === "choice") return html`<${ChoiceField} label=${label} choices=${subject.choices} value=${value || []} onChange=${onChange} />`;
  if (kind === "months") return html`<${ChoiceField} label=${label} choices=${MONTHS()} value=${(value || []).map(String)} onChange=${(codes) => onChange(codes.map(Number))} />`;
  if (kind === "person") return html`<${PeopleField} label=${label} value=${value || []} onChange=${onChange} />`;
  if (kind === "boolean") {
    return html`<select class="input rule-row__short" aria-label=${label} value=${String(value)} onChange=${(event) => onChange(event.target.value === "true")}>
      <option value="true">${t("segments.yes")}</option><option value="false">${t("segments.no")}</option></select>`;
  }
  return html`<${Single} kind=${kind} subject=${subject} label=${label} value=${value} onChange=${onChange} />`;
}

function Single({ kind, subject, label, value, onChange }) {
  if (kind === "money") return html`<${MoneyField} label=${label} currency=${subject.currency || "VND"} value=${value} onChange=${onChange} />`;
  if (kind === "date") return html`<input type="date" class="input rule-row__date" aria-label=${label} value=${value ?? ""} min="1900-01-01" max="2200-01-01" onInput=${(event) => onChange(event.currentTarget.value || null)} />`;
  if (kind === "days" || kind === "number") {
    return html`<input type="number" class="input rule-row__short num" aria-label=${label} inputmode="decimal" step=${kind === "days" ? 1 : "any"} min=${kind === "days" ? 0 : null} max=${kind === "days" ? 36500 : null}
      value=${value ?? ""} onInput=${(event) => onChange(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))} />`;
  }
  return html`<input class="input rule-row__text" aria-label=${label} maxlength="200" autocomplete="off" value=${value ?? ""} onInput=${(event) => onChange(event.currentTarget.value)} />`;
}

function Pair({ kind, subject, label, value, onChange }) {
  const [low, high] = value || [null, null];
  return html`<span class="row"><${Single} kind=${kind} subject=${subject} label=${`${label} – ${t("segments.from")}`} value=${low} onChange=${(next) => onChange([next, high])} />
    <span class="muted">–</span><${Single} kind=${kind} subject=${subject} label=${`${label} – ${t("segments.to")}`} value=${high} onChange=${(next) => onChange([low, next])} /></span>`;
}

export function MoneyField({ label, currency, value, onChange }) {
  const [text, setText] = useState(() => writeMoney(value, currency));
  const show = (typed) => { setText(typed); onChange(readMoney(typed, currency)); };
  return html`<span class="rule-row__money"><input class="input num" aria-label=${label} inputmode="decimal" maxlength="30" autocomplete="off" value=${text} placeholder="0"
    onInput=${(event) => show(event.currentTarget.value)} onBlur=${() => value !== null && setText(writeMoney(value, currency))} /><span class="muted">${currency === "VND" ? "₫" : currency}</span></span>`;
}

const MONTHS = () => Array.from({ length: 12 }, (_, n) => ({ code: String(n + 1), label_vi: t("segments.month", { n: n + 1 }), label_en: t("segments.month", { n: n + 1 }) }));
