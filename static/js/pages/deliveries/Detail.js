/** One delivery: what was sent, what we understood by it, what it did, what we answered. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatExact } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { providerName } from "../calls/providerName.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { spanMs } from "./spans.js";

export function Detail({ id, onClose, onReplayed, onCall }) {
  const { data, error, reload } = useResource(() => get(`/deliveries/${id}`), [id]);
  const [isBusy, setBusy] = useState(false);
  const replay = async () => {
    setBusy(true);
    try {
      const again = await post(`/deliveries/${id}/replay`);
      toast(t(again.state === "done" ? "deliveries.replayed" : "deliveries.failed_again"), { kind: again.state === "done" ? "done" : "late" });
      reload();
      onReplayed();
    } catch (failure) {
      toast(errorText(failure), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };
  const canReplay = data && data.state !== "done" && data.is_content_kept && can("deliveries.replay");
  return html`<${Dialog} class="delivery" title=${data ? data.hook : t("deliveries.title")} onClose=${onClose} footer=${html`
      ${data?.call_ref && html`<${Button} icon="list-filter" onClick=${() => onCall(data.call_ref)}>${t("webhooks.same_call")}<//>`}
      ${canReplay && html`<${Button} kind="primary" icon="rotate-cw" busy=${isBusy} onClick=${replay}>${t("deliveries.replay")}<//>`}`}>
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : data ? html`<${Parts} data=${data} />` : html`<${Skeleton} lines=${10} />`}<//>`;
}

function Parts({ data }) {
  const facts = [
    ["state", html`<${Badge} kind=${{ done: "done", failed: "late", pending: "waiting" }[data.state] || ""}>${t(data.state === "pending" ? "webhooks.pending" : `deliveries.states.${data.state}`)}<//>`],
    ["tries", data.attempts],
    data.error && ["error", html`<span class="state-late">${data.error}</span>`],
    data.happened_at && ["happened", html`${formatExact(data.happened_at)}`],
    ["received", html`${formatExact(data.received_at)}${data.happened_at && html` <span class="dim">+${spanMs(data.happened_at, data.received_at)}</span>`}`],
    data.handled_at && ["handled", html`${formatExact(data.handled_at)} <span class="dim">+${spanMs(data.received_at, data.handled_at)}</span>`],
    ["key", html`<span class="mono">${data.event_key}</span>`],
    ["provider", providerName(data.provider)],
  ].filter(Boolean);
  return html`<dl class="details">${facts.map(([name, value]) => html`<div key=${name} class="details__row"><dt>${t(`webhooks.fact.${name}`)}</dt><dd>${value}</dd></div>`)}</dl>
    <section><h3>${t("webhooks.did")}</h3>
      ${data.said ? html`<p><b class="mono">${data.said.type}</b></p><${Values} items=${data.said.values} />` : html`<p class="muted">${t("webhooks.not_understood")}</p>`}
      ${data.call && html`<p><a href=${`/calls/${data.call.id}`}>${t("webhooks.open_call")}</a> <span class="dim">${t(`call_state.${data.call.state}`)}</span></p>`}</section>
    <section><h3>${t("webhooks.sent")}</h3>
      ${data.is_content_kept ? html`<p class="mono delivery__path">${data.method} ${data.path}</p><${Values} items=${data.fields} />${data.text && html`<pre class="delivery__text">${data.text}</pre>`}`
        : html`<p class="muted">${t("webhooks.forgotten")}</p>`}</section>
    ${data.headers.length > 0 && html`<section><h3>${t("webhooks.headers")}</h3><${Values} items=${data.headers} /></section>`}
    <section><h3>${t("webhooks.answered")} <span class="dim num">${data.reply_status}</span></h3>${data.reply_body && html`<pre class="delivery__text">${data.reply_body}</pre>`}</section>`;
}

const Values = ({ items }) => items.length > 0 && html`<dl class="delivery__values">${items.map(({ name, value }, at) => html`<div key=${at}><dt>${name}</dt><dd>${value || html`<span class="dim">∅</span>`}</dd></div>`)}</dl>`;
