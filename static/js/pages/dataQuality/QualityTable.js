/** Each field with what is known of it and what is wrong; a count leads to the customers it counts. */
import { formatNumber, formatPercent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { isFixable } from "./actions.js";
import { countOf, ISSUES, shareOf } from "./shares.js";
import { Spark } from "./Spark.js";

const COUNTED = ISSUES.slice(1);

export const QualityTable = ({ rows, onFix }) => html`<table class="table table--cards quality">
  <thead><tr><th scope="col">${t("audit.field")}</th><th scope="col">${t("audit.known")}</th><th scope="col" class="table__number">${t("audit.issues.missing")}</th>
    ${COUNTED.map((issue) => html`<th key=${issue} scope="col" class="table__number" title=${t(`audit.issue_hints.${issue}`)}>${t(`audit.issues.${issue}`)}</th>`)}
    <th scope="col">${t("audit.month")}</th><th scope="col"><span class="sr-only">${t("audit.fix")}</span></th></tr></thead>
  <tbody>${rows.map((row) => html`<${Row} key=${row.field} row=${row} onFix=${onFix} />`)}</tbody>
</table>`;

function Row({ row, onFix }) {
  const share = shareOf(row);
  return html`<tr class="table__row">
    <td class="quality__field"><b>${labelOf(row)}</b></td>
    <td class="quality__known"><span class="known"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar__back" width="100" height="8" rx="2" />
      <rect class="bar__fill" width=${share * 100} height="8" rx="2" /></svg><span class="num">${formatPercent(share)}</span></span></td>
    ${ISSUES.map((issue) => html`<td key=${issue} class=${`quality__count quality__count--${issue} table__number`} data-label=${t(`audit.issues.${issue}`)}><${Count} row=${row} issue=${issue} /></td>`)}
    <td class="quality__trend"><${Spark} trend=${row.trend} /></td>
    <td class="quality__fix table__number">${isFixable(row) && html`<${Button} size="small" label=${t("audit.fix_of", { field: labelOf(row) })} onClick=${() => onFix(row)}>${t("audit.fix")}<//>`}</td>
  </tr>`;
}

function Count({ row, issue }) {
  const count = countOf(row, issue);
  if (!count) return html`<span class="dim none">–</span>`;
  const words = t("audit.show", { field: labelOf(row), issue: t(`audit.issues.${issue}`), n: count });
  return html`<a class=${issue === "missing" || issue === "stale" ? "quality__quiet" : "quality__loud"} href=${`/customers?${issue}=${encodeURIComponent(row.field)}`} aria-label=${words} title=${words}>${formatNumber(count)}</a>`;
}
