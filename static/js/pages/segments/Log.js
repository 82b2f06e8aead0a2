/** Who entered and who left, and why. */
import { get } from "../../lib/api.js";
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";

export function Log({ segment }) {
  const list = useList((cursor) => get(`/segments/${segment.id}/log`, { cursor }), { id: segment.id });
  useEffect(() => { if (!list.isLoading.value) list.reload(); }, [segment.size]);
  const rows = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${6} />`;
  if (list.error.value && !rows.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!rows.length) return html`<${EmptyState} icon="history" title=${t("segments.log_empty")} text="" />`;
  return html`<ul class="segment-log">${rows.map((row) => html`<li key=${row.id} class="segment-log__row">
      <${Icon} name=${row.is_entry ? "log-in" : "log-out"} size=${14} class=${row.is_entry ? "state-done" : "dim"} />
      <span class="cut"><a class="table__link" href=${`/customers/${row.customer_id}`}>${row.display_name}</a> ${t(row.is_entry ? "segments.entered" : "segments.left")}</span>
      <span class="dim cut">${row.actor_name ? t("segments.causes.by", { name: row.actor_name }) : t(`segments.causes.${row.cause}`)}</span>
      <span class="push dim"><${Ago} at=${row.at} /></span></li>`)}</ul><${MoreRows} list=${list} />`;
}
