/** The queue at the left, the pair at the right; j and k go through it. */
import { get } from "../../lib/api.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { addShortcuts } from "../../lib/keys.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { Pair } from "./Pair.js";
import { Likeness, reasonLine } from "./Reasons.js";
import { dismiss, tellMerged } from "./verbs.js";

export function Queue() {
  const list = useList((cursor) => get("/duplicates", { limit: 30, cursor }), {});
  const [openId, setOpenId] = useState(null);
  const [isAside, setAside] = useState(true); // on a phone the list comes first
  const pairs = list.items.value;
  const at = Math.max(0, pairs.findIndex((pair) => pair.id === openId));
  const latest = useRef(null);
  latest.current = (step) => pairs[at + step] && open(pairs[at + step].id);
  useEffect(() => addShortcuts([
    { id: "duplicates_next", key: "j", label: "duplicates.keys.next", group: "duplicates.keys.group", run: () => latest.current(1) },
    { id: "duplicates_previous", key: "k", label: "duplicates.keys.previous", group: "duplicates.keys.group", run: () => latest.current(-1) },
  ]), []);

  const open = (id) => { setOpenId(id); setAside(false); document.getElementById(`pair-${id}`)?.scrollIntoView({ block: "nearest" }); };
  const leave = (gone) => {
    const next = pairs[at + 1] || pairs[at - 1];
    list.change((items) => items.filter((pair) => !gone(pair)));
    setOpenId(next && !gone(next) ? next.id : null);
    if (!next) setAside(true);
  };
  const merged = (pair, answer) => {
    const ids = pair.customers.map((one) => one.id);
    leave((other) => other.id === pair.id || other.customers.some((one) => ids.includes(one.id) && one.id !== answer.customer.id));
    tellMerged(answer, list.reload);
  };
  const decline = async (pair) => (await dismiss(pair, list.reload)) && leave((other) => other.id === pair.id);

  if (list.isLoading.value) return html`<${Skeleton} lines=${10} />`;
  if (list.error.value && !pairs.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!pairs.length) return html`<${EmptyState} icon="circle-check" title=${t("duplicates.none")} text=${t("duplicates.none_text")} />`;
  const pair = pairs[at];
  return html`<div class=${`review ${isAside ? "review--list" : "review--pair"}`}>
    <div class="review__list"><ul aria-label=${t("duplicates.queue")}>${pairs.map((one) => html`<li key=${one.id} id=${`pair-${one.id}`}>
      <button type="button" class="review__pair" aria-current=${one.id === pair.id ? "true" : null} onClick=${() => open(one.id)}>
        <span class="review__names">${one.customers.map((who) => html`<span key=${who.id} class="cut">${who.display_name}</span>`)}</span>
        <${Likeness} score=${one.score} /><span class="review__why dim">${reasonLine(one.reasons)}</span></button></li>`)}</ul>
      <${MoreRows} list=${list} /></div>
    <${Pair} key=${pair.id} pair=${pair} onMerged=${(answer) => merged(pair, answer)} onDismiss=${() => decline(pair)} onBack=${() => setAside(true)} />
  </div>`;
}
