/** Deliveries as rows; those that failed can be run again where they stand. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatExact } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { providerName } from "../calls/providerName.js";
import { spanMs } from "./spans.js";

const COLUMNS = ["received", "hook", "state", "event", "attempts", "took"];
const NUMBERS = ["attempts", "took"];
const STATES = { done: ["done", "circle-check"], failed: ["late", "circle-alert"], ignored: ["", "ban"], pending: ["waiting", "clock"] };

export const DeliveryTable = ({ deliveries, onChange, onOpen }) => html`<table class="table table--cards deliveries">
  <thead><tr>${COLUMNS.map((name) => html`<th key=${name} scope="col" class=${NUMBERS.includes(name) ? "table__number" : ""}>${t(`deliveries.columns.${name}`)}</th>`)}
    <th scope="col"><span class="sr-only">${t("deliveries.columns.actions")}</span></th></tr></thead>
  <tbody>${deliveries.map((delivery) => html`<${Row} key=${delivery.id} delivery=${delivery} onChange=${onChange} onOpen=${onOpen} />`)}</tbody></table>`;

function Row({ delivery, onChange, onOpen }) {
  const [kind, icon] = STATES[delivery.state] || [];
  return html`<tr class="table__row">
    <td class="deliveries__received num"><button type="button" class="link" onClick=${() => onOpen(delivery)}><time datetime=${delivery.received_at}>${formatExact(delivery.received_at)}</time></button></td>
    <td class="deliveries__hook"><span>${delivery.hook}</span> <span class="dim">${providerName(delivery.provider)}</span></td>
    <td class="deliveries__state"><${Badge} kind=${kind} icon=${icon}>${t(delivery.state === "pending" ? "webhooks.pending" : `deliveries.states.${delivery.state}`)}<//>
      ${delivery.reply_status && html`<span class="dim num" title=${t("deliveries.reply")}>${delivery.reply_status}</span>`}</td>
    <td class="deliveries__event"><span class="mono cut" title=${delivery.event_key}>${delivery.event_key}</span>${delivery.error && html`<span class="state-late deliveries__error">${delivery.error}</span>`}</td>
    <td class="table__number" data-label=${t("deliveries.columns.attempts")}><span class=${delivery.attempts === 1 ? "none" : ""}>${delivery.attempts}</span></td>
    <td class="table__number" data-label=${t("deliveries.columns.took")}>${tookMs(delivery)}</td>
    <td class="deliveries__actions">${delivery.state !== "done" && can("deliveries.replay") && html`<${Replay} delivery=${delivery} onChange=${onChange} />`}</td>
  </tr>`;
}

const tookMs = ({ received_at, handled_at }) => (handled_at ? spanMs(received_at, handled_at) : html`<span class="dim none">–</span>`);

/** Repeating is safe: what was applied is not applied twice. */
function Replay({ delivery, onChange }) {
  const [isBusy, setBusy] = useState(false);
  const replay = async () => {
    setBusy(true);
    try {
      const again = await post(`/deliveries/${delivery.id}/replay`);
      onChange((rows) => rows.map((row) => (row.id === delivery.id ? { ...row, ...again } : row)));
      const isDone = again?.state === "done";
      toast(t(isDone ? "deliveries.replayed" : "deliveries.failed_again"), { kind: isDone ? "done" : "late" });
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };
  return html`<${Button} size="small" icon="rotate-cw" busy=${isBusy} onClick=${replay}>${t("deliveries.replay")}<//>`;
}
