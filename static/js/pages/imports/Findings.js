/** What checking found, in words: which problems, in which rows, and who is there already. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";

const headerOf = (job, column) => (column === null || column === undefined ? "" : job.columns[column]?.header || t("imports.mapping.no_header"));

export const Summary = ({ job }) => html`<ul class="findings">
  ${job.findings.by_code.filter((one) => one.code !== "same_as_row").map((one) => html`<li key=${`${one.code}-${one.column}`}>
    <b class="num">${t("imports.check.rows", { count: one.count, n: formatNumber(one.count) })}</b>
    ${one.column !== null && html`<${Badge} kind="line">${headerOf(job, one.column)}<//>`}<span>${labelOf(one, "text")}</span></li>`)}</ul>`;

/** A row that an earlier one of the file told already, where what is there stays as it is. */
const isPassedOver = (job, row) => job.options.on_duplicate === "skip" && row.problems.some((one) => one.code === "same_as_row");

export const ProblemRows = ({ job, rows }) => html`<table class="table table--cards problem-rows">
  <thead><tr><th scope="col" class="table__number">${t("imports.check.row")}</th><th scope="col">${t(job.kind === "orders" ? "imports.check.code" : "imports.check.name")}</th><th scope="col">${t("imports.check.problem")}</th></tr></thead>
  <tbody>${rows.map((row) => html`<tr key=${row.row}>
    <td class="table__number" data-label=${t("imports.check.row")}>${row.row}</td>
    <td class="cut">${row.name || html`<span class="dim">–</span>`}</td>
    <td><${Problems} job=${job} problems=${row.problems} />${row.is_refused === false && html`<span class="dim">${t(`imports.check.${isPassedOver(job, row) ? "passed_over" : "still_taken"}`)}</span>`}</td></tr>`)}</tbody></table>`;

export const Problems = ({ job, problems }) => html`<ul class="problems">${problems.map((one, n) => html`<li key=${n}>
  ${one.column !== null && html`<b>${headerOf(job, one.column)}</b>`}${one.value && one.code !== "same_as_row" && html`<code class="problems__value">${one.value}</code>`}
  <span>${labelOf(one, "text")}</span></li>`)}</ul>`;

export const Known = ({ rows }) => html`<table class="table table--cards known-rows">
  <thead><tr><th scope="col" class="table__number">${t("imports.check.row")}</th><th scope="col">${t("imports.check.in_file")}</th><th scope="col">${t("imports.check.known_as")}</th></tr></thead>
  <tbody>${rows.map((row) => html`<tr key=${row.row}><td class="table__number" data-label=${t("imports.check.row")}>${row.row}</td><td>${row.name || html`<span class="dim">–</span>`}</td>
    <td><a href=${`/customers/${row.customer_id}`} target="_blank">${row.display_name || row.customer_id}</a></td></tr>`)}</tbody></table>`;
