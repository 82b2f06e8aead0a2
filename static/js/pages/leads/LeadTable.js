/** Leads as rows. */
import { formatDateTime, formatMoney } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Ago } from "../../ui/Timer.js";
import { nameOf } from "./model.js";
import { Sla } from "./Sla.js";
import { sourceWords } from "./sources.js";

const NONE = html`<span class="dim none">–</span>`;

export const LeadTable = ({ leads }) => html`<div class="calls-scroll"><table class="table table--cards leads-table">
  <thead><tr><th scope="col">${t("leads.name")}</th><th scope="col">${t("leads.interest")}</th><th scope="col">${t("leads.stage")}</th><th scope="col">${t("leads.clock")}</th>
    <th scope="col" class="table__number">${t("leads.value")}</th><th scope="col">${t("leads.owner")}</th><th scope="col">${t("leads.next_step")}</th><th scope="col">${t("leads.source")}</th><th scope="col">${t("leads.came")}</th></tr></thead>
  <tbody>${leads.map((lead) => html`<tr key=${lead.id} class="table__row">
    <td><a class="table__link" href=${`/leads/${lead.id}`}>${nameOf(lead)}</a></td>
    <td>${lead.interest || NONE}</td><td>${labelOf(lead, "stage_label")}</td><td><${Sla} lead=${lead} /></td>
    <td class="table__number">${lead.value > 0 ? formatMoney(lead.value, lead.currency) : NONE}</td>
    <td>${lead.owner_name || html`<span class="dim">${t("leads.nobody")}</span>`}</td>
    <td>${lead.next_step ? html`<span class="cut">${lead.next_step}</span>` : NONE}${lead.next_step_at && html` <span class="dim">${formatDateTime(lead.next_step_at)}</span>`}</td>
    <td>${sourceWords(lead.source)}</td><td><${Ago} at=${lead.created_at} /></td></tr>`)}</tbody></table></div>`;
