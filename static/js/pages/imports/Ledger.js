/** What became of each row, with a filter by outcome. */
import { get } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { Problems } from "./Findings.js";

const LOOKS = { created: ["done", "user-plus"], updated: ["accent", "pencil"], unchanged: ["", "check"], line: ["", "list-checks"], skipped: ["", "skip-forward"], outside: ["", "lock"], failed: ["late", "circle-alert"] };
const MADE = { orders: "order", products: "product", leads: "lead" };

export function Ledger({ job }) {
  const offered = Object.keys(LOOKS).filter((name) => job.counts[name]);
  if (job.undo_counts.kept) offered.push("kept");
  const [outcome, setOutcome] = useState(job.counts.failed ? "failed" : "");
  const asked = { outcome, isUndone: job.state === "undone" };
  const list = useList((cursor, now) => get(`/imports/${job.id}/rows`, { outcome: now.outcome, cursor, limit: 50 }), asked);
  return html`<section class="stack" aria-label=${t("imports.ledger.title")}>
    <div class="filters"><div class="filters__chips" role="group" aria-label=${t("imports.ledger.filter")}>
      ${["", ...offered].map((name) => html`<button key=${name} type="button" class="chip" aria-pressed=${String(outcome === name)} onClick=${() => setOutcome(name)}>${t(`imports.ledger.${name || "all"}`)}</button>`)}</div></div>
    ${list.isLoading.value ? html`<${Skeleton} lines=${6} />` : html`<div><${Rows} job=${job} rows=${list.items.value} /><${MoreRows} list=${list} /></div>`}
  </section>`;
}

const Rows = ({ job, rows }) => html`<table class="table table--cards ledger">
  <thead><tr><th scope="col" class="table__number">${t("imports.check.row")}</th><th scope="col">${t("imports.ledger.outcome")}</th>${job.kind !== "customers" && html`<th scope="col">${t(`imports.ledger.${MADE[job.kind]}`)}</th>`}
    ${job.kind !== "products" && html`<th scope="col">${t("imports.ledger.customer")}</th>`}<th scope="col">${t("imports.ledger.why")}</th></tr></thead>
  <tbody>${rows.map((row) => html`<tr key=${row.number}>
    <td class="table__number" data-label=${t("imports.check.row")}>${row.number}</td>
    <td class="ledger__outcome"><${Badge} kind=${LOOKS[row.outcome][0]} icon=${LOOKS[row.outcome][1]}>${t(`imports.outcomes.${row.outcome}`)}<//>
      ${row.undo && html`<span class="dim">${t(`imports.undone.${row.undo}`)}</span>`}</td>
    ${job.kind !== "customers" && html`<td>${row.made_name ? html`<a href=${job.kind === "leads" ? `/leads/${row.made_id}` : `/${job.kind}?q=${encodeURIComponent(row.made_name)}`}>${row.made_name}</a>` : html`<span class="dim none">–</span>`}</td>`}
    ${job.kind !== "products" && html`<td>${row.customer_id ? html`<a href=${`/customers/${row.customer_id}`}>${row.customer_name || row.customer_id}</a>` : html`<span class="dim none">–</span>`}</td>`}
    <td><${Problems} job=${job} problems=${row.problems} />${row.undo_reason && html`<span>${t(`imports.kept.${row.undo_reason}`)}</span>`}</td></tr>`)}</tbody></table>`;
