/** Comparisons with the providers' lists: when, what was looked at, what was filled in. */
import { del, get } from "../../lib/api.js";
import { codeText, errorText } from "../../lib/errors.js";
import { formatDateTime, formatNumber, formatTime } from "../../lib/format.js";
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { providerName } from "../calls/providerName.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { CompareNow } from "./CompareNow.js";

const KINDS = { done: "done", stopped: "late", broken_off: "late", running: "accent", waiting: "waiting" };
const EVERY_MS = 1_500;
const isMoving = (run) => run.state === "running" || run.state === "waiting";

export function Comparisons() {
  const { data, error, reload } = useResource(() => get("/reconciliations", { limit: 50 }), []);
  const moving = (data?.items || []).some(isMoving);
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [moving]);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${10} />`;
  return html`<div class="filters"><span class="muted">${t("webhooks.compare_text")}</span><span class="push"></span><${CompareNow} kind="primary" onStarted=${reload} /></div>
    ${data.items.length ? html`<ul class="panel runs">${data.items.map((run) => html`<${Run} key=${run.id} run=${run} onChange=${reload} />`)}</ul>`
      : html`<${EmptyState} icon="rotate-cw" title=${t("webhooks.never_compared")} text=${t("webhooks.never_compared_text")} />`}`;
}

function Run({ run, onChange }) {
  const stop = () => del(`/reconciliations/${run.id}`).then(onChange, (error) => toast(errorText(error), { kind: "late" }));
  const seen = Object.entries(run.seen);
  return html`<li class="runs__row">
    <span class="runs__when"><b><${Ago} at=${run.created_at} /></b><span class="dim">${providerName(run.provider)} · ${t(`webhooks.cause.${run.cause}`)}</span></span>
    <span><${Badge} kind=${KINDS[run.state] || ""}>${t(`webhooks.run.${run.state}`)}<//>${run.is_dry_run && html` <${Badge}>${t("webhooks.dry_run")}<//>`}</span>
    <span class="runs__what">${run.since && html`<span class="dim num">${formatDateTime(run.since)} – ${formatTime(run.until)}${seen.length > 0 && ` · ${seen.map(([name, n]) => `${formatNumber(n)} ${t(`webhooks.listed.${name}`)}`).join(", ")}`}</span>`}
      <${Filled} run=${run} />
      ${run.error && html`<span class="state-late">${t("webhooks.stopped_at", { error: codeText(run.error), until: run.good_until ? formatDateTime(run.good_until) : "–" })}${run.retry_at && ` ${t("webhooks.retry_at", { at: formatTime(run.retry_at) })}`}</span>`}</span>
    ${isMoving(run) && can("deliveries.replay") && html`<${Button} size="small" onClick=${stop}>${t("webhooks.stop")}<//>`}
  </li>`;
}

function Filled({ run }) {
  const kinds = Object.entries(run.filled);
  if (!kinds.length) return run.state === "done" ? html`<span class="muted">${t("webhooks.nothing_missing")}</span>` : null;
  return html`<details class="runs__found"><summary>${kinds.map(([kind, n]) => `${formatNumber(n)} ${t(`webhooks.finding.${kind}`)}`).join(" · ")}</summary>
    <ul>${run.findings.map((one) => html`<li key=${one.kind + one.provider_id}><span class="dim num">${formatDateTime(one.at)}</span> ${t(`webhooks.finding.${one.kind}`)}
      ${one.call_id ? html`<a href=${`/calls/${one.call_id}`} class="mono cut">${one.provider_id}</a>` : html`<span class="mono cut">${one.provider_id}</span>`}</li>`)}</ul></details>`;
}
