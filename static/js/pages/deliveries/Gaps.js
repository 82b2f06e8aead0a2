/** What seems to have been lost, and the way to find out: compare with the provider's lists. */
import { get } from "../../lib/api.js";
import { serverNow } from "../../lib/clock.js";
import { formatDateTime, formatExact, formatSpan } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { providerName } from "../calls/providerName.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { CompareNow } from "./CompareNow.js";
import { SpanChips } from "./SpanChips.js";
import { SPANS } from "./spans.js";

export function Gaps() {
  const [span, setSpan] = useState("day");
  const { data, error, reload } = useResource(() => get("/deliveries/gaps", { from: new Date(serverNow() - SPANS[span]).toISOString() }), [span]);
  return html`<${SpanChips} value=${span} onChange=${setSpan} onRefresh=${reload} />
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${8} />` : html`<${Found} data=${data} onCompared=${reload} />`}`;
}

function Found({ data, onCompared }) {
  const count = data.sequences.length + data.calls.length + data.silences.length;
  if (!count) return html`<${EmptyState} icon="circle-check" title=${t("webhooks.no_gaps")} text=${t("webhooks.no_gaps_text")} />`;
  return html`<div class="gaps"><p class="muted gaps__about">${t("webhooks.gaps_text")} <${CompareNow} size="small" onStarted=${onCompared} /></p>
    ${data.calls.length > 0 && html`<section class="panel panel--flush"><div class="panel__head"><h2>${t("webhooks.missing_kinds")}</h2></div><ul class="gaps__list">${data.calls.map((gap) => html`<li key=${gap.call_id}>
      <a href=${`/calls/${gap.call_id}`}>${formatExact(gap.started_at)}</a> <span class="dim">${t(`call_state.${gap.state}`)} · ${providerName(gap.provider)}</span>
      <span class="gaps__missing">${gap.missing.map((hook) => html`<span key=${hook} class="gaps__hook">${hook}</span>`)}</span>
      <a class="dim" href=${`/deliveries?call=${gap.call_ref}`}>${t("webhooks.what_came")}</a></li>`)}</ul></section>`}
    ${data.sequences.length > 0 && html`<section class="panel panel--flush"><div class="panel__head"><h2>${t("webhooks.sequences")}</h2></div><ul class="gaps__list">${data.sequences.map((gap) => html`<li key=${gap.leg_id}>
      ${gap.call_id ? html`<a class="mono cut" href=${`/calls/${gap.call_id}`}>${gap.leg_id}</a>` : html`<span class="mono cut">${gap.leg_id}</span>`} <span class="dim">${providerName(gap.provider)}</span>
      <span class="gaps__missing num">${t("webhooks.numbers", { numbers: gap.missing.join(", ") })}</span></li>`)}</ul></section>`}
    ${data.silences.length > 0 && html`<section class="panel panel--flush"><div class="panel__head"><h2>${t("webhooks.silences")}</h2></div><ul class="gaps__list">${data.silences.map((gap) => html`<li key=${gap.from}>
      <span class="num">${formatDateTime(gap.from)} – ${formatDateTime(gap.to)}</span> <span class="dim">${formatSpan((Date.parse(gap.to) - Date.parse(gap.from)) / 1000)}</span>
      <span class="gaps__missing">${t("webhooks.calls_ran", { count: gap.calls })}</span></li>`)}</ul></section>`}
  </div>`;
}
