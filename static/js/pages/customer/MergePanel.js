/** On a customer's page: who else they may be, whom they stand for, and the ways to merge and to take apart. */
import { get } from "../../lib/api.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { loadStyles, navigate, place } from "../../shell/router.js";
import { onEvent } from "../../store/live.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { MergeDialog } from "../duplicates/MergeDialog.js";
import { Likeness, reasonLine } from "../duplicates/Reasons.js";
import { MergeRow } from "../duplicates/RecentMerges.js";
import { UnmergeDialog } from "../duplicates/UnmergeDialog.js";
import { tellMerged } from "../duplicates/verbs.js";
import { useResource } from "../useResource.js";
import "../duplicates/words.js";

export function MergePanel({ customer, isEditable, onReload }) {
  const [merging, setMerging] = useState(null);
  const [undoing, setUndoing] = useState(null);
  useEffect(() => { loadStyles(["css/pages/duplicates.css"]); }, []);
  const { data, reload } = useResource(async () => {
    const [merges, pairs] = await Promise.all([get(`/customers/${customer.id}/merges`, { is_active: true }), get(`/customers/${customer.id}/duplicates`)]);
    return { merges: merges.items, pairs: pairs.items };
  }, [customer.id, customer.version]);
  useEffect(() => onEvent("resync", reload), [reload]);
  const panel = useRef(null);
  const from = new URLSearchParams(place.value.search).get("from");
  const isLedHere = !!data?.merges.some((merge) => merge.survivor.id !== from && merge.others.some((one) => one.id === from));
  useEffect(() => { if (isLedHere) panel.current?.scrollIntoView({ block: "nearest" }); }, [isLedHere]);
  const again = () => { onReload(); reload(); };
  const merged = (answer) => {
    tellMerged(answer, again);
    if (answer.customer.id === customer.id) again();
    else navigate(`/customers/${answer.customer.id}`);
  };
  if (!can("customers.merge") || !isEditable) return null;
  const { merges = [], pairs = [] } = data || {};
  return html`<section ref=${panel} class="panel merge-panel" aria-labelledby="customer-merges">
    <div class="panel__head"><h2 id="customer-merges">${t("duplicates.panel")}</h2>
      <span class="push"><${Button} size="small" icon="git-merge" onClick=${() => setMerging({})}>${t("duplicates.merge_other")}<//></span></div>
    ${isLedHere && html`<p class="warning merge-panel__notice" role="status">${t("duplicates.led_here")}</p>`}
    ${pairs.length > 0 && html`<ul class="stack">${pairs.map((pair) => html`<${Candidate} key=${pair.id} pair=${pair} customer=${customer} onCompare=${(id) => setMerging({ id })} />`)}</ul>`}
    ${merges.length > 0 && html`<ul class="merges merges--narrow">${merges.map((merge) => html`<${MergeRow} key=${merge.id} merge=${merge} onUndo=${() => setUndoing(merge.id)} />`)}</ul>`}
    ${data && !pairs.length && !merges.length && html`<p class="dim">${t("duplicates.no_double")}</p>`}
    ${merging && html`<${MergeDialog} customer=${customer} otherId=${merging.id} onMerged=${merged} onClose=${() => setMerging(null)} />`}
    ${undoing && html`<${UnmergeDialog} mergeId=${undoing} onDone=${again} onClose=${() => setUndoing(null)} />`}
  </section>`;
}

function Candidate({ pair, customer, onCompare }) {
  if (pair.is_outside) return html`<li class="candidate"><span class="candidate__who"><${Icon} name="lock" size=${14} class="dim" /><span class="cut">${t("customers.outside")}</span></span>
    <span class="dim candidate__why">${reasonLine(pair.reasons)}</span></li>`;
  const other = pair.customers.find((one) => one.id !== customer.id) || pair.customers[0];
  return html`<li class="candidate"><span class="candidate__who"><a class="cut" href=${`/customers/${other.id}`}>${other.display_name}</a><${Likeness} score=${pair.score} /></span>
    <span class="dim candidate__why">${reasonLine(pair.reasons)}</span>
    <button type="button" class="link-btn" onClick=${() => onCompare(other.id)}>${t("duplicates.compare_short")}<${Icon} name="arrow-right" size=${14} /></button></li>`;
}
