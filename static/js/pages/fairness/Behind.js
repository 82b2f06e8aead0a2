/** The decisions behind somebody's share: what they got, what went to others, and why each went where it went. */
import { get } from "../../lib/api.js";
import { formatDateTime, formatPercent, formatPhone } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Why } from "../calls/Why.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

const NO_DECISIONS = { all: "none_of_all", lead: "leads_hint" };

export function Behind({ agentId, asked, name }) {
  const { data, error, reload } = useResource(() => get("/reports/fairness/decisions", { ...asked, agent: agentId }), [agentId, JSON.stringify(asked)]);
  return html`<section class="panel" aria-label=${t("trials.fairness.behind", { name })}><h2>${t("trials.fairness.behind", { name })}</h2>
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${5} />`
      : !data.items.length ? html`<p class="muted">${t(`trials.fairness.${NO_DECISIONS[asked.channel || "all"] || "none"}`)}</p>`
      : html`<ul class="behind">${data.items.map((one) => html`<${One} key=${one.id} one=${one} />`)}</ul>`}</section>`;
}

function One({ one }) {
  const title = one.title || formatPhone(one.number) || t("calls.anonymous");
  return html`<li class="behind__one"><span class="cut">${one.url ? html`<a class="table__link" href=${one.url}>${title}</a>` : title}</span><${Why} kind=${one.kind} refId=${one.ref_id} />
    <span class="dim num">${formatDateTime(one.at)} · ${t("trials.fairness.share", { percent: formatPercent(one.share) })}</span>
    <span>${one.is_theirs ? html`<${Badge} kind="done">${t("trials.fairness.got")}<//>` : html`<span class="dim">${t("trials.fairness.went_to", { name: one.agent_name || t("routing.why.gone") })}</span>`}</span></li>`;
}
