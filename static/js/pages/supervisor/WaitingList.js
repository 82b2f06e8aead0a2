/** Who waits right now, in the order they will be served, and why nobody has them yet. */
import { formatPhone } from "../../lib/format.js";
import { secondsSince } from "../../lib/clock.js";
import { html } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { CallTo } from "../../phone/CallTo.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Timer } from "../../ui/Timer.js";
import { Why } from "../calls/Why.js";
import { LoadFailed } from "../LoadFailed.js";

const LATE_SECONDS = 120;
const LONG_SECONDS = 45;

export function WaitingList({ waiting }) {
  const count = waiting.data?.length ?? 0;
  return html`<section class="panel" aria-labelledby="waiting-title">
    <div class="panel__head"><h2 id="waiting-title">${t("supervisor.waiting")}</h2>${count > 0 && html`<span class="push num muted">${count}</span>`}</div>
    <${Rows} waiting=${waiting} /></section>`;
}

function Rows({ waiting }) {
  if (waiting.error && !waiting.data) return html`<${LoadFailed} error=${waiting.error} onRetry=${waiting.reload} />`;
  if (!waiting.data) return html`<${Skeleton} lines=${2} />`;
  if (!waiting.data.length) return html`<p class="row muted"><${Icon} name="circle-check" class="state-done" />${t("supervisor.nobody_waits")}</p>`;
  return html`<ul>${waiting.data.map((item) => html`<${Waiting} key=${item.work_item_id} item=${item} />`)}</ul>`;
}

function Waiting({ item }) {
  const seconds = secondsSince(item.entered_at);
  const kind = seconds > LATE_SECONDS ? "late" : seconds > LONG_SECONDS ? "waiting" : "live";
  return html`<li class="waiting">
    <span class="waiting__who row"><a class="cut" href=${item.url || `/calls/${item.call_id}`}>${item.customer_name || formatPhone(item.number) || t("calls.anonymous")}</a>
      ${item.kind !== "call" && html`<${CallTo} number=${item.number} customerId=${item.customer_id} name=${item.customer_name} />`}</span>
    <span class=${`waiting__time state-${kind}`}>${kind === "late" && html`<${Icon} name="circle-alert" size=${12} label=${t("supervisor.state.late")} />`}<${Timer} since=${item.entered_at} /></span>
    <span class="waiting__why dim">${item.queue} · ${whyOf(item)}${item.is_stuck && html` <span class="state-late"><${Icon} name="circle-alert" size=${12} /> ${t("supervisor.stuck")}</span>`} <${Why} kind=${item.kind} refId=${item.ref_id} isBare /></span></li>`;
}

function whyOf(item) {
  if (item.offered_to) return t("supervisor.rings_at", { name: item.offered_to });
  if (item.kind === "callback" && !item.limbo_reason) return t("supervisor.called_back");
  if (!item.limbo_reason) return t("supervisor.in_line");
  return hasWords(`supervisor.limbo.${item.limbo_reason}`) ? t(`supervisor.limbo.${item.limbo_reason}`) : item.limbo_reason;
}
