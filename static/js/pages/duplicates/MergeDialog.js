/** "Merge with…" from a customer's page: find the other record, look at both, merge. */
import { get } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { useResource } from "../useResource.js";
import { useTyped } from "../useTyped.js";
import { Comparison } from "./Comparison.js";
import { useComparison } from "./useComparison.js";

/** `otherId` leaves out the search. */
export function MergeDialog({ customer, otherId = null, onMerged, onClose }) {
  const [chosen, setChosen] = useState(otherId);
  if (chosen) return html`<${Compare} ids=${[customer.id, chosen]} onMerged=${onMerged} onBack=${otherId ? null : () => setChosen(null)} onClose=${onClose} />`;
  return html`<${Dialog} title=${t("duplicates.merge_with", { name: customer.display_name })} onClose=${onClose}>
    <${Search} customer=${customer} onChoose=${setChosen} /><//>`;
}

function Compare({ ids, onMerged, onBack, onClose }) {
  const state = useComparison(ids, { onMerged: (answer) => { onClose(); onMerged(answer); } });
  const foot = html`${onBack && html`<${Button} icon="arrow-left" onClick=${onBack}>${t("duplicates.search_again")}<//>`}
    <span class="push dim pair__promise">${t("duplicates.promise")}</span>
    <${Button} kind="primary" icon="git-merge" busy=${state.isBusy} disabled=${!state.data} onClick=${state.merge}>${t("duplicates.merge")}<//>`;
  return html`<${Dialog} title=${t("duplicates.compare")} class="dialog--wide" onClose=${onClose} footer=${foot}><${Comparison} state=${state} /><//>`;
}

function Search({ customer, onChoose }) {
  const [q, setQ] = useState("");
  const [text, type] = useTyped("", setQ);
  const { data, isLoading } = useResource(async () => (q.trim() ? (await get("/customers", { q: q.trim(), limit: 8 })).items : []), [q]);
  const found = (data || []).filter((one) => one.id !== customer.id);
  return html`<${TextField} label=${t("duplicates.find_other")} hint=${t("customers.search_hint")} type="search" autofocus autocomplete="off" maxlength="100" value=${text}
      onInput=${(event) => type(event.currentTarget.value)} />
    <ul class="stack" aria-label=${t("duplicates.found")} aria-busy=${String(isLoading)}>${found.map((one) => html`<li key=${one.id}>
      <button type="button" class="found-one" onClick=${() => onChoose(one.id)}><${Avatar} name=${one.display_name} size=${24} /><span class="cut">${one.display_name}</span>
        <span class="push dim num">${one.phones?.[0]?.national || one.emails?.[0] || ""}</span></button></li>`)}</ul>
    ${q && !isLoading && !found.length && html`<p class="muted" role="status">${t("customers.no_match", { q })}</p>`}`;
}
