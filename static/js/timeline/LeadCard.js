/** A lead: what is wanted, where it stands, who has it. */
import { formatMoney } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { onEvent } from "../store/events.js";
import { Ago } from "../ui/Timer.js";

export function LeadCard({ item }) {
  const [own, setOwn] = useState(null);
  useEffect(() => onEvent("lead.updated", ({ lead }) => lead.id === item.ref_id && setOwn(lead)), [item.ref_id]);
  const told = item.data?.id ? item.data : { id: item.ref_id, interest: item.summary, version: 0 };
  const lead = own && own.version > told.version ? own : told;
  return html`<article class="card" aria-label=${`${t("timeline.kind.lead")} ${lead.interest}`}>
    <span class="card__icon"><${Icon} name="target" /></span>
    <div class="card__body">
      <header class="card__head"><a class="card__title" href=${`/leads/${lead.id}`}>${t("timeline.kind.lead")}${lead.interest && ` · ${lead.interest}`}</a>
        <span class="push dim"><${Ago} at=${item.occurred_at} /></span></header>
      <div class="call-facts">${lead.stage && html`<span>${labelOf(lead, "stage_label")}</span>`}
        ${lead.value > 0 && html`<b class="num">${formatMoney(lead.value, lead.currency)}</b>`}
        ${lead.owner_name && html`<span>${lead.owner_name}</span>`}</div>
    </div>
  </article>`;
}
