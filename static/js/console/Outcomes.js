/** Outcomes in two levels, nine at most in each, with the digits 1–9 as keys while one is not typing. */
import { html, useEffect } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { changeOutcome, findOutcome, listOutcomes, outcomeOf, pickOutcome } from "../store/outcomes.js";
import { isChoosing } from "./IdentityChooser.js";

const DIGITS = Array.from({ length: 9 }, (_, index) => index);

function pickAt(call, index) {
  const row = listOutcomes(outcomeOf(call.id).parent, call.pop?.dispositions)[index];
  if (row) pickOutcome(call.id, row.code);
}

export function Outcomes({ call, outcome }) {
  const parent = findOutcome(outcome.parent);
  const isAsking = isChoosing(call); // then the digits say who it is
  useEffect(() => (isAsking ? undefined : addShortcuts(DIGITS.map((index) => ({
    id: `outcome_${index + 1}`, key: String(index + 1), cap: "1–9", label: "keys.outcome", group: "keys.work",
    isHidden: index > 0, isFixed: true, run: () => pickAt(call, index),
  })))), [call.id, isAsking]);

  return html`<div class="outcomes" role="radiogroup" aria-label=${t("wrap_up.outcome")}>
    ${parent && html`<button type="button" class="chip outcomes__back" onClick=${() => changeOutcome(call.id, { parent: null, disposition: null })}>
      <${Icon} name="chevron-left" size=${14} />${labelOf(parent)}</button>`}
    ${listOutcomes(outcome.parent, call.pop?.dispositions).map((row, index) => html`
      <button key=${row.code} type="button" class="chip" role="radio" aria-checked=${String(outcome.disposition === row.code)}
        onClick=${() => pickOutcome(call.id, row.code)}>
        <span class="outcomes__key num" aria-hidden="true">${index + 1}</span>${labelOf(row)}
        ${listOutcomes(row.code).length > 0 && html`<${Icon} name="chevron-right" size=${14} />`}</button>`)}</div>`;
}
