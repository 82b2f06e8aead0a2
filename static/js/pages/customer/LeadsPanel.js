/** What this customer may buy, beside their page. */
import { get } from "../../lib/api.js";
import { formatMoney } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { onEvent } from "../../store/live.js";
import { Button } from "../../ui/Button.js";
import { CreateLead } from "../leads/CreateLead.js";
import { Sla } from "../leads/Sla.js";
import { sourceWords } from "../leads/sources.js";
import "../leads/words.js";
import { useResource } from "../useResource.js";

const FEW = 5;

export function LeadsPanel({ customer, isEditable }) {
  const { data, reload } = useResource(() => get("/leads", { customer: customer.id, limit: FEW }), [customer.id]);
  const [isCreating, setCreating] = useState(false);
  useEffect(() => onEvent("lead.updated", ({ lead }) => lead.customer_id === customer.id && reload()), [customer.id]);
  const leads = data?.items || [];
  return html`<section class="panel" aria-labelledby="leads-panel"><h2 id="leads-panel">${t("leads.title")}</h2>
    ${data && !leads.length && html`<p class="muted">${t("leads.none_here")}</p>`}
    <ul class="stack">${leads.map((lead) => html`<li key=${lead.id}><a href=${`/leads/${lead.id}`}>${lead.interest || sourceWords(lead.source)}</a>
      <div class="dim">${labelOf(lead, "stage_label")}${lead.value > 0 && ` · ${formatMoney(lead.value, lead.currency)}`}${lead.owner_name && ` · ${lead.owner_name}`} <${Sla} lead=${lead} /></div></li>`)}</ul>
    ${isEditable && html`<${Button} kind="ghost" size="small" icon="plus" onClick=${() => setCreating(true)}>${t("leads.create")}<//>`}
    ${isCreating && html`<${CreateLead} customer=${customer} onClose=${() => setCreating(false)} onSaved=${() => { setCreating(false); reload(); }} />`}
  </section>`;
}
