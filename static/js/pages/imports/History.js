/** Imports so far, newest first; those that still move say how far they are. */
import { get } from "../../lib/api.js";
import { formatExact, formatNumber } from "../../lib/format.js";
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { isWorking, rowsDone } from "./useImport.js";

const LOOKS = {
  mapping: "line", checking: "accent", checked: "line", running: "accent", paused: "waiting", done: "done", canceled: "", failed: "late",
  undoing: "accent", undone: "",
};
const EVERY_MS = 2000;

export function History() {
  const list = useList((cursor) => get("/imports", { cursor, limit: 20 }), {});
  const jobs = list.items.value;
  const isMoving = jobs.some((job) => isWorking(job.state));
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(list.reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  if (list.isLoading.value) return html`<${Skeleton} lines=${4} />`;
  if (list.error.value && !jobs.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!jobs.length) return html`<p class="muted import-none">${t("imports.history.empty")}</p>`;
  return html`<section aria-labelledby="imports-history"><h2 id="imports-history" class="import-title">${t("imports.history.title")}</h2>
    <table class="table table--cards import-history"><thead><tr>${["file", "what", "state", "rows", "by", "when"].map((name) => html`<th key=${name} scope="col" class=${name === "rows" ? "table__number" : ""}>${t(`imports.history.${name}`)}</th>`)}</tr></thead>
      <tbody>${jobs.map((job) => html`<${Row} key=${job.id} job=${job} />`)}</tbody></table><${MoreRows} list=${list} /></section>`;
}

const Row = ({ job }) => html`<tr class="table__row">
  <td class="import-history__file"><a class="table__link cut" href=${`/imports?id=${job.id}`}>${job.file_name}</a></td>
  <td class="dim">${t(`imports.kind.${job.kind}`)}</td>
  <td><${Badge} kind=${LOOKS[job.state]}>${t(`imports.states.${job.state}`)}<//></td>
  <td class="table__number" data-label=${t("imports.history.rows")}>${isWorking(job.state) && job.total_rows ? `${formatNumber(rowsDone(job.counts))} / ` : ""}${formatNumber(job.total_rows ?? rowsDone(job.counts)) || "–"}</td>
  <td class="import-history__by">${job.created_by_name || html`<span class="dim none">–</span>`}</td>
  <td class="dim" title=${formatExact(job.created_at)}><${Ago} at=${job.created_at} /></td></tr>`;
