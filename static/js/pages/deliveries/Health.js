/** How deliveries have been going: how many over time, how late, by hook, and what was turned away. */
import { get } from "../../lib/api.js";
import { serverNow } from "../../lib/clock.js";
import { formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { providerName } from "../calls/providerName.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { Bars } from "./Bars.js";
import { SpanChips } from "./SpanChips.js";
import { SPANS, tellMs } from "./spans.js";

export function Health() {
  const [span, setSpan] = useState("hour");
  const { data, error, reload } = useResource(() => get("/deliveries/health", { from: new Date(serverNow() - SPANS[span]).toISOString() }), [span]);
  return html`<${SpanChips} value=${span} onChange=${setSpan} onRefresh=${reload} />
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${12} />` : html`<${Found} data=${data} />`}`;
}

function Found({ data }) {
  const total = data.hooks.reduce((sum, hook) => sum + hook.total, 0);
  return html`<div class="health">
    <section class="panel health__wide"><h2>${t("webhooks.over_time")} <span class="dim num">${formatNumber(total)}</span></h2><${Bars} buckets=${data.buckets} /></section>
    <section class="panel"><h2>${t("webhooks.lag")}</h2><${Lag} rows=${data.lag} /></section>
    <section class="panel"><h2>${t("webhooks.refusals")}</h2><${Refusals} rows=${data.refusals} /></section>
    <section class="panel panel--flush health__wide"><div class="panel__head"><h2>${t("webhooks.by_hook")}</h2></div>
      ${data.hooks.length ? html`<${Hooks} rows=${data.hooks} />` : html`<${EmptyState} icon="inbox" title=${t("webhooks.nothing_came")} />`}</section>
  </div>`;
}

/** p50, p95 and p99 on one scale: where the dots stand apart, some waited. */
function Lag({ rows }) {
  const most = Math.max(1, ...rows.map((row) => row.p99 || 0));
  return html`${rows.map((row) => html`<div key=${row.kind} class="lag"><h3>${t(`webhooks.lags.${row.kind}`)}</h3>
    ${row.count ? html`<div class="lag__track" aria-hidden="true">${["p50", "p95", "p99"].map((name) => html`<i key=${name} class=${`lag__dot lag__dot--${name}`} style=${{ left: `${(96 * Math.log1p(row[name])) / Math.log1p(most)}%` }}></i>`)}</div>
      <dl class="lag__figures">${["p50", "p95", "p99", "max"].map((name) => html`<div key=${name}><dt>${t(`webhooks.percentile.${name}`)}</dt><dd class="num">${tellMs(row[name])}</dd></div>`)}</dl>`
      : html`<p class="muted">${t("webhooks.not_measured")}</p>`}</div>`)}`;
}

function Refusals({ rows }) {
  if (!rows.length) return html`<p class="muted">${t("webhooks.none_refused")}</p>`;
  return html`<ul class="refusals">${rows.map((row) => html`<li key=${row.provider + row.hook + row.outcome}><b class="num">${formatNumber(row.count)}</b>
    <span>${row.hook} <span class="dim">· ${providerName(row.provider)} · ${t(`webhooks.outcome.${row.outcome}`)} · <${Ago} at=${row.last_at} /></span></span></li>`)}</ul>`;
}

const COUNTS = ["total", "failed", "pending", "ignored"];

const Hooks = ({ rows }) => html`<div class="scroll-x"><table class="table"><thead><tr><th scope="col">${t("deliveries.columns.hook")}</th>
    ${COUNTS.map((name) => html`<th key=${name} scope="col" class="table__number">${t(`webhooks.count.${name}`)}</th>`)}<th scope="col">${t("webhooks.last")}</th></tr></thead>
  <tbody>${rows.map((row) => html`<tr key=${row.provider + row.hook} class="table__row"><td><a href=${`/deliveries?hook=${encodeURIComponent(row.hook)}`}>${row.hook}</a><span class="dim cut">${providerName(row.provider)}</span></td>
    ${COUNTS.map((name) => html`<td key=${name} class=${`table__number ${name === "failed" && row.failed ? "state-late" : ""}`}>${row[name] ? formatNumber(row[name]) : html`<span class="dim">–</span>`}</td>`)}
    <td><${Ago} at=${row.last_at} /></td></tr>`)}</tbody></table></div>`;
