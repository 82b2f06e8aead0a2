/** Why this person has the lead: the policy, who was considered with which score, who was skipped and why. */
import { formatDateTime, formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";

const say = (group, code) => (hasWords(`leads.${group}.${code}`) ? t(`leads.${group}.${code}`) : code);
const scoreOf = (one) => formatNumber(Math.round(one.score));

export function Why({ lead }) {
  const told = lead.decision || {};
  if (!told.reason) return null;
  const title = lead.owner_name ? t("leads.why_title", { name: lead.owner_name }) : t("leads.why_nobody");
  return html`<section class="panel why" aria-labelledby="lead-why"><h2 id="lead-why">${title}</h2>
    <p>${say("reasons", lead.owner_id ? told.reason : lead.limbo_reason || told.reason)}</p>
    ${told.policy_name && html`<p class="dim">${t("leads.by_policy", { name: told.policy_name, version: told.version })}${told.at && ` · ${formatDateTime(told.at)}`}</p>`}
    ${told.candidates?.length > 0 && html`<details class="why__more"><summary>${t("leads.considered", { count: told.candidates.length })}</summary>
      <table class="table why__table"><tbody>${told.candidates.map((one) => html`<tr key=${one.agent_id}><td>${one.agent_id === told.chosen ? html`<b>${one.name}</b>` : one.name}</td>
        <td class="table__number">${scoreOf(one)}</td><td class="dim">${one.weight ? t("leads.weight", { n: one.weight }) : ""}</td></tr>`)}</tbody></table>
      <p class="dim">${say("score_words", told.strategy)}</p></details>`}
    ${told.skipped?.length > 0 && html`<details class="why__more"><summary>${t("leads.skipped", { count: told.skipped.length })}</summary>
      <table class="table why__table"><tbody>${told.skipped.map((one) => html`<tr key=${one.agent_id}><td>${one.name}</td><td>${say("filters", one.reason)}</td></tr>`)}</tbody></table></details>`}
  </section>`;
}
