/** Pairs that somebody said are two people, with the way back. */
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { reasonLine } from "./Reasons.js";
import { reopen } from "./verbs.js";

export function Dismissed() {
  const list = useList((cursor) => get("/duplicates", { is_dismissed: true, limit: 30, cursor }), {});
  const pairs = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${8} />`;
  if (list.error.value && !pairs.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!pairs.length) return html`<${EmptyState} icon="users" title=${t("duplicates.none_dismissed")} text=${t("duplicates.none_dismissed_text")} />`;
  return html`<ul class="merges">${pairs.map((pair) => html`<li key=${pair.id} class="merges__row">
      <span class="merges__who">${pair.customers.map((one, index) => html`${index > 0 && html`<span class="dim">≠</span>`}<a key=${one.id} href=${`/customers/${one.id}`}>${one.display_name}</a>`)}</span>
      <span class="merges__what dim">${reasonLine(pair.reasons)}</span>
      <${Button} size="small" icon="rotate-ccw" onClick=${() => reopen(pair, list.reload)}>${t("duplicates.reopen")}<//></li>`)}</ul>
    <${MoreRows} list=${list} />`;
}
