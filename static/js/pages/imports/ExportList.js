/** One's own exports: what is being written, what can be fetched for a day, what is gone. */
import { apiUrl, del, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatExact, formatNumber } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { ExportDialog } from "./ExportDialog.js";

const LOOKS = { waiting: "line", running: "accent", done: "done", failed: "late", canceled: "", expired: "" };
const EVERY_MS = 1500;

export function ExportList() {
  const [isOpen, setOpen] = useState(false);
  const list = useList((cursor) => get("/exports", { cursor, limit: 20 }), {});
  const exports = list.items.value;
  const isMoving = exports.some((one) => ["waiting", "running"].includes(one.state));
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(list.reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return html`<div class="stack">
    <div class="row row--wrap"><p class="muted export-text">${t("exports.text")}</p><span class="push"></span>
      <${Button} kind="primary" icon="download" onClick=${() => setOpen(true)}>${t("exports.new")}<//></div>
    <${Found} list=${list} />
    ${isOpen && html`<${ExportDialog} selection=${{}} onClose=${() => { setOpen(false); list.reload(); }} />`}</div>`;
}

function Found({ list }) {
  const exports = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${4} />`;
  if (list.error.value && !exports.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!exports.length) return html`<${EmptyState} icon="download" title=${t("exports.empty")} text=${t("exports.empty_text")} />`;
  return html`<div><table class="table table--cards export-list"><thead><tr>${["what", "state", "rows", "when", "until"].map((name) => html`<th key=${name} scope="col" class=${name === "rows" ? "table__number" : ""}>${t(`exports.columns.${name}`)}</th>`)}
    <th scope="col"><span class="sr-only">${t("exports.columns.actions")}</span></th></tr></thead>
    <tbody>${exports.map((one) => html`<${Row} key=${one.id} one=${one} onChange=${list.reload} />`)}</tbody></table><${MoreRows} list=${list} /></div>`;
}

/** What was exported, said from what was asked. */
export function selectionText(one) {
  const { selection, title } = one;
  if (title) return t("exports.of.segment", { name: title });
  if (selection.count) return t("exports.of.chosen", { count: selection.count, n: formatNumber(selection.count) });
  const words = Object.values(selection.filters || {}).filter(Boolean);
  return words.length ? t("exports.of.filters", { words: words.join(", ") }) : t("exports.of.everybody");
}

function Row({ one, onChange }) {
  const isThere = one.state === "done";
  const isWorking = ["waiting", "running"].includes(one.state);
  const isOutdated = one.error === "reach_changed";
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
    onChange();
  };
  const remove = () => attempt(() => del(`/exports/${one.id}`));
  const again = () => attempt(() => post(`/exports/${one.id}/again`));
  return html`<tr><td class="export-list__what"><b>${selectionText(one)}</b> <span class="dim">${one.format.toUpperCase()} · ${t("exports.column_count", { count: one.columns.length, n: one.columns.length })}</span>${isOutdated && html`<span class="export-list__why">${t("exports.outdated")}</span>`}</td>
    <td><${Badge} kind=${LOOKS[one.state]}>${t(`exports.states.${one.state}`)}<//></td>
    <td class="table__number" data-label=${t("exports.columns.rows")}>${isWorking && one.total_rows ? `${formatNumber(one.rows_done)} / ${formatNumber(one.total_rows)}` : formatNumber(one.rows_done)}</td>
    <td class="dim"><${Ago} at=${one.created_at} /></td>
    <td class="dim num">${isThere && one.expires_at ? formatExact(one.expires_at).slice(0, 16) : html`<span class="none">–</span>`}</td>
    <td class="export-list__actions"><span class="row">${isThere && html`<a class="btn btn--small" href=${apiUrl(`/exports/${one.id}/file`)} download><${Icon} name="download" />${t("exports.fetch")}</a>`}
      ${isThere && html`<${Button} size="small" icon="trash-2" label=${t("exports.delete")} onClick=${remove} />`}
      ${isWorking && html`<${Button} size="small" icon="ban" onClick=${remove}>${t("exports.cancel")}<//>`}
      ${!isThere && !isWorking && html`<${Button} size="small" icon="rotate-ccw" onClick=${again}>${t("exports.again")}<//>`}</span></td></tr>`;
}
