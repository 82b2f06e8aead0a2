/** What each agent was entitled to and what they received, of any kind of work; and the decisions behind it. */
import { get } from "../../lib/api.js";
import { boot } from "../../lib/boot.js";
import { minute } from "../../lib/clock.js";
import { formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { dayOf } from "../../timeline/days.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { DateRange } from "../DateRange.js";
import { LoadFailed } from "../LoadFailed.js";
import { daysOf, instantsOf } from "../periods.js";
import { addressOf, readFilters, showFilters } from "../query.js";
import { useResource } from "../useResource.js";
import { Behind } from "./Behind.js";
import "../trials/words.js";

const CHANNELS = ["call", "chat", "email", "lead"];
const SHOWN = ["from", "to", "queue", "channel", "agent"];

export function Fairness({ query }) {
  const week = daysOf("week", dayOf(minute.value, boot.timezone));
  const nothing = { tab: "", ...Object.fromEntries(SHOWN.map((name) => [name, ""])) };
  const filters = { ...readFilters(query, { ...nothing, ...week }), tab: "fairness" };
  const { queue, channel, agent } = filters;
  const period = instantsOf(filters, boot.timezone);
  const asked = Object.fromEntries(Object.entries({ ...period, queue, channel }).filter(([, value]) => value));
  const queues = useResource(() => get("/queues").then((body) => body.items), []);
  const shares = useResource(() => get("/reports/fairness", asked), [JSON.stringify(asked)]);
  const show = (part) => showFilters("/queues", { ...filters, ...part }, { ...nothing, ...week });
  const pick = (name, label, first, options) => html`<select class="input filters__select" aria-label=${label} value=${filters[name]} onChange=${(event) => show({ [name]: event.currentTarget.value, agent: "" })}>
    <option value="">${first}</option>${options.map(([value, words]) => html`<option key=${value} value=${value}>${words}</option>`)}</select>`;
  return html`<p class="muted">${t("trials.fairness.text")}</p>
    <div class="filters"><${DateRange} from=${filters.from} to=${filters.to} onChange=${(days) => show({ ...days, agent: "" })} />
      ${channel !== "lead" && pick("queue", t("trials.fairness.queue"), t("trials.all_queues"), (queues.data || []).map((one) => [one.id, one.name]))}
      ${pick("channel", t("trials.fairness.work"), t("trials.fairness.all_work"), CHANNELS.filter((one) => one !== "lead" || !queue).map((one) => [one, t(`trials.fairness.channel.${one}`)]))}</div>
    <${Shares} shares=${shares} agent=${agent} onPick=${(id) => show({ agent: id === agent ? "" : id })}
      behind=${agent && html`<${Behind} agentId=${agent} asked=${asked} name=${shares.data?.items.find((one) => one.agent_id === agent)?.name || ""} />`}
      linkOf=${(id) => addressOf("/queues", { ...filters, agent: id }, { ...nothing, ...week })} />`;
}

function Shares({ shares, agent, onPick, behind, linkOf }) {
  if (shares.error && !shares.data) return html`<${LoadFailed} error=${shares.error} onRetry=${shares.reload} />`;
  if (!shares.data) return html`<${Skeleton} lines=${6} />`;
  const { items, total, fairness, most_off: mostOff, is_cut: isCut } = shares.data;
  if (!items.length) return html`<${EmptyState} icon="chart-column" title=${t("trials.fairness.empty")} text=${t("trials.fairness.empty_text")} />`;
  const most = Math.max(1, ...items.flatMap((one) => [one.entitled, one.received]));
  return html`<div class="fairness"><section class="panel" aria-label=${t("trials.fairness.title")}>
      <dl class="fairness__facts num"><div><dt>${t("trials.fairness.total")}</dt><dd>${formatNumber(total)}</dd></div>
        <div><dt>${t("trials.fairness.index")}</dt><dd title=${t("trials.definition.fairness")}>${fairness === null ? "—" : formatNumber(fairness, 2)}</dd></div>
        <div><dt>${t("trials.fairness.most_off")}</dt><dd>${formatNumber(mostOff, 1)}</dd></div></dl>
      <ul class="plot__legend"><li><span class="fairness__key fairness__bar--entitled"></span>${t("trials.fairness.entitled")}</li><li><span class="fairness__key fairness__bar--received"></span>${t("trials.fairness.received")}</li></ul>
      <table class="table fairness__table"><thead><tr><th scope="col">${t("trials.fairness.agent")}</th><th scope="col"><span class="sr-only">${t("trials.fairness.plot")}</span></th>
        ${["entitled", "received", "off"].map((name) => html`<th key=${name} scope="col" class="table__number">${t(`trials.fairness.${name}`)}</th>`)}</tr></thead>
        <tbody>${items.map((one) => html`<tr key=${one.agent_id} class="table__row"><td><a class=${`table__link ${one.agent_id === agent ? "" : "table__link--quiet"}`} href=${linkOf(one.agent_id === agent ? "" : one.agent_id)} aria-expanded=${String(one.agent_id === agent)} onClick=${(event) => { event.preventDefault(); onPick(one.agent_id); }}>${one.name || t("routing.why.gone")}</a></td>
          <td class="fairness__plot"><span class="fairness__bar" aria-hidden="true"><span class="fairness__bar--entitled" style=${{ width: `${(100 * one.entitled) / most}%` }}></span><span class="fairness__bar--received" style=${{ width: `${(100 * one.received) / most}%` }}></span></span></td>
          <td class="table__number">${formatNumber(one.entitled, 1)}</td><td class="table__number">${formatNumber(one.received)}</td><td class="table__number">${one.deviation > 0 ? "+" : ""}${formatNumber(one.deviation, 1)}</td></tr>`)}</tbody></table>
      ${isCut && html`<p class="dim">${t("trials.fairness.cut")}</p>`}</section>
    ${behind || html`<p class="panel muted">${t("trials.fairness.behind_hint")}</p>`}</div>`;
}
