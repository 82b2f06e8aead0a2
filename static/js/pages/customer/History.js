/** Everything that was changed about a customer, newest first; for supervisors also who saw what is sensitive. */
import { get } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { fetchCatalogue } from "./catalogue.js";
import { Change } from "./Change.js";

export function History({ customer, isEditable, onChange }) {
  const [what, setWhat] = useState("changes");
  useEffect(() => { fetchCatalogue(); }, []);
  return html`<div class="history">
    ${can("customers.oversee") && html`<div class="chips" role="group" aria-label=${t("profile.history")}>
      ${["changes", "views"].map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${String(what === one)} onClick=${() => setWhat(one)}>${t(`profile.history_${one}`)}</button>`)}</div>`}
    ${what === "changes" ? html`<${Changes} customer=${customer} isEditable=${isEditable} onChange=${onChange} />` : html`<${Views} customer=${customer} />`}
  </div>`;
}

function Changes({ customer, isEditable, onChange }) {
  const list = useList((cursor, asked) => get(`/customers/${asked.id}/history`, { limit: 30, cursor }), { id: customer.id, version: customer.version });
  return html`<${Rows} list=${list} empty="profile.no_history" text="profile.no_history_text"
    row=${(change) => html`<${Change} key=${change.id} change=${change} customer=${customer} withField isEditable=${isEditable} onUndone=${onChange} />`} />`;
}

function Views({ customer }) {
  const list = useList((cursor, asked) => get(`/customers/${asked.id}/views`, { limit: 30, cursor }), { id: customer.id });
  return html`<${Rows} list=${list} empty="profile.no_views" text="profile.no_views_text" row=${(view) => html`<li key=${view.id} class="change">
    <div class="change__head"><b>${labelOf(view)}</b><span class="change__who">${view.actor_name || t("profile.by_api")}</span><${Ago} at=${view.at} class="dim" /></div>
    <p class="change__values">${view.reason ? t("profile.revealed_because", { reason: view.reason }) : html`<span class="dim">${t("profile.seen_by_role")}</span>`}</p></li>`} />`;
}

function Rows({ list, row, empty, text }) {
  const items = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${8} />`;
  if (list.error.value && !items.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!items.length) return html`<${EmptyState} icon="history" title=${t(empty)} text=${t(text)} />`;
  return html`<ul class="changes">${items.map(row)}</ul><${MoreRows} list=${list} />`;
}
