/** Records side by side: which is kept, whose value stands in each field, which lines they share, and what would move. */
import { formatDate } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t, labelOf } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { shownValue } from "../customer/shownValue.js";
import { identitiesOf } from "../customer/fields.js";
import { LoadFailed } from "../LoadFailed.js";
import { countWords } from "./counts.js";
import { lineKey, sharedLines } from "./fieldChoice.js";

/** `state` is what `useComparison` returns. */
export function Comparison({ state }) {
  const [showsSame, setShowsSame] = useState(false);
  const { data, error, reload, rows } = state;
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${8} />`;
  const same = rows.filter((row) => row.isSame);
  const shown = showsSame ? rows : rows.filter((row) => !row.isSame);
  return html`<div class="compare">
    <table class="compare__table">
      <thead><tr><th scope="col"><span class="sr-only">${t("duplicates.field")}</span></th>
        ${data.customers.map((customer, index) => html`<th key=${customer.id} scope="col"><${Head} customer=${customer} isKept=${index === 0} onKeep=${() => state.keep(customer.id)} /></th>`)}</tr></thead>
      <tbody>
        <${Lines} customers=${data.customers} />
        ${shown.map((row) => html`<${FieldRow} key=${row.field.name} row=${row} customers=${data.customers} onPick=${state.pick} />`)}
        ${same.length > 0 && html`<tr><td></td><td colspan=${data.customers.length}><button type="button" class="link-btn" aria-expanded=${String(showsSame)} onClick=${() => setShowsSame(!showsSame)}>
          ${t(showsSame ? "duplicates.hide_same" : "duplicates.show_same", { count: same.length, n: same.length })}</button></td></tr>`}
        <${Moving} customers=${data.customers} counts=${data.counts} />
      </tbody>
    </table>
  </div>`;
}

const Head = ({ customer, isKept, onKeep }) => html`<div class=${`compare__who ${isKept ? "compare__who--kept" : ""}`}>
  <${Avatar} name=${customer.display_name} size=${32} />
  <span class="compare__name"><a href=${`/customers/${customer.id}`} target="_blank" rel="noopener" title=${t("duplicates.open")}>${customer.display_name}</a>
    <span class="dim">${t("duplicates.since", { date: formatDate(customer.created_at) })}</span></span>
  <span class="push">${isKept
    ? html`<span class="badge badge--accent"><${Icon} name="check" size=${12} />${t("duplicates.kept")}</span>`
    : html`<${Button} size="small" onClick=${onKeep}>${t("duplicates.keep_this")}<//>`}</span>
</div>`;

function Lines({ customers }) {
  const shared = sharedLines(customers);
  return html`<tr><th scope="row">${t("duplicates.lines")}</th>
    ${customers.map((customer) => html`<td key=${customer.id}><ul class="compare__lines">
      ${identitiesOf(customer).map((line) => html`<li key=${line.id} class=${shared.has(lineKey(line)) ? "compare__line--shared" : ""}>
        <span class=${line.channel === "phone" ? "num" : ""}>${line.shown}</span>
        ${line.is_shared && html`<span class="dim">${t("customer.shared")}</span>`}${line.status === "maybe" && html`<span class="dim">${t("customer.maybe")}</span>`}
        ${line.is_verified && html`<${Icon} name="check" size=${12} label=${t("customer.verified")} />`}
        ${shared.has(lineKey(line)) && html`<span class="compare__both"><${Icon} name="link" size=${12} />${t("duplicates.on_both")}</span>`}</li>`)}
      ${!identitiesOf(customer).length && html`<li class="dim">–</li>`}</ul></td>`)}</tr>`;
}

function FieldRow({ row, customers, onPick }) {
  const label = labelOf(row.field);
  return html`<tr><th scope="row">${label}</th>
    ${customers.map((customer) => {
      const text = shownValue(row.field, customer);
      if (row.isSame) return html`<td key=${customer.id} class="dim">${text || "–"}</td>`;
      return html`<td key=${customer.id}><label class=${`pick ${row.picked === customer.id ? "pick--on" : ""}`}>
        <input type="radio" name=${`pick-${row.field.name}`} checked=${row.picked === customer.id} onChange=${() => onPick(row.field.name, customer.id)}
          aria-label=${t("duplicates.pick", { field: label, value: text || t("customer.empty_field") })} />
        <span class=${text ? "pick__text" : "dim"}>${text || t("customer.empty_field")}</span></label></td>`;
    })}</tr>`;
}

const Moving = ({ customers, counts }) => html`<tr class="compare__moving"><th scope="row">${t("duplicates.has")}</th>
  ${customers.map((customer, index) => html`<td key=${customer.id}><span class=${index ? "compare__goes" : ""}>
    ${index > 0 && html`<${Icon} name="arrow-left" size=${14} label=${t("duplicates.moves")} />`}${countWords(counts[customer.id]).join(" · ") || html`<span class="dim">${t("duplicates.nothing")}</span>`}</span></td>`)}</tr>`;
