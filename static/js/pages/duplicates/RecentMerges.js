/** Merges, newest first, each with its way back. */
import { get } from "../../lib/api.js";
import { formatExact } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { countWords } from "./counts.js";
import { UnmergeDialog } from "./UnmergeDialog.js";

export function RecentMerges() {
  const list = useList((cursor) => get("/customers/merges", { limit: 30, cursor }), {});
  const [undoing, setUndoing] = useState(null);
  const merges = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${8} />`;
  if (list.error.value && !merges.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!merges.length) return html`<${EmptyState} icon="git-merge" title=${t("duplicates.no_merges")} text=${t("duplicates.no_merges_text")} />`;
  return html`<ul class="merges">${merges.map((merge) => html`<${MergeRow} key=${merge.id} merge=${merge} onUndo=${() => setUndoing(merge.id)} />`)}</ul>
    <${MoreRows} list=${list} />
    ${undoing && html`<${UnmergeDialog} mergeId=${undoing} onDone=${() => list.reload()} onClose=${() => setUndoing(null)} />`}`;
}

/** Who stands for whom since when, and "un-merge" while it holds. */
export const MergeRow = ({ merge, onUndo }) => html`<li class=${`merges__row ${merge.undone_at ? "merges__row--undone" : ""}`}>
  <span class="merges__who"><a href=${`/customers/${merge.survivor.id}`}>${merge.survivor.display_name}</a><span class="dim" aria-label=${t("duplicates.took_in")}>←</span>
    <span>${merge.others.map((one) => one.display_name).join(", ")}</span>
    ${merge.cause === "automatic" && html`<${Badge} icon="zap" title=${t("duplicates.automatic_hint")}>${t("duplicates.automatic")}<//>`}</span>
  <span class="merges__what dim"><span title=${formatExact(merge.created_at)}><${Ago} at=${merge.created_at} /></span>${merge.actor_name && ` · ${merge.actor_name}`}
    ${countWords(merge.moved).slice(0, 3).map((words) => ` · ${words}`)}</span>
  ${merge.undone_at
    ? html`<span class="dim" title=${formatExact(merge.undone_at)}>${t("duplicates.was_undone", { name: merge.undone_by_name || "" })}</span>`
    : html`<${Button} size="small" icon="rotate-ccw" onClick=${onUndo}>${t("duplicates.unmerge")}<//>`}
</li>`;
