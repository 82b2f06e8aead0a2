/** Each column of the file with what is in it, and the field that it becomes. */
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";

/** @param {{columns: object[], mapping: (string|null)[], targets: object[], groups: object[], onChange: (mapping: any[]) => void}} props */
export function Mapping({ columns, mapping, targets, groups, onChange }) {
  const byName = Object.fromEntries(targets.map((target) => [target.name, target]));
  const choose = (index, name) => onChange(mapping.map((old, n) => (n === index ? name || null : isFreed(old, name, byName) ? null : old)));
  return html`<table class="table table--cards mapping">
    <thead><tr><th scope="col">${t("imports.mapping.column")}</th><th scope="col">${t("imports.mapping.samples")}</th><th scope="col">${t("imports.mapping.field")}</th></tr></thead>
    <tbody>${columns.map((column, index) => html`<tr key=${index} class=${mapping[index] ? "" : "mapping__row--unused"}>
      <td class="mapping__header"><b>${column.header || t("imports.mapping.no_header")}</b><span class="dim mapping__letter">${letterOf(index)}</span></td>
      <td class="mapping__samples" data-label=${t("imports.mapping.samples")}>${column.samples.length ? column.samples.map((sample, n) => html`<span key=${n} class="mapping__sample cut" title=${sample}>${sample}</span>`)
        : html`<span class="dim">${t("imports.mapping.empty")}</span>`}</td>
      <td class="mapping__field"><select class="input" aria-label=${t("imports.mapping.becomes", { column: column.header || letterOf(index) })} value=${mapping[index] || ""}
          onChange=${(event) => choose(index, event.currentTarget.value)}>
        <option value="">${t("imports.mapping.leave_out")}</option>
        ${groups.map((group) => html`<${Group} key=${group.code} group=${group} targets=${targets.filter((target) => target.group === group.code)} />`)}
      </select></td></tr>`)}</tbody></table>`;
}

const Group = ({ group, targets }) => targets.length > 0 && html`<optgroup label=${labelOf(group)}>
  ${targets.map((target) => html`<option key=${target.name} value=${target.name}>${labelOf(target)}</option>`)}</optgroup>`;

/** A field that takes one column is taken from the column that had it. */
const isFreed = (old, name, byName) => old === name && !!name && !byName[name]?.takes_many;

function letterOf(index) {
  const rest = Math.floor(index / 26);
  return (rest ? letterOf(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}
