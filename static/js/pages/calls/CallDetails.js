/** The plain facts of a call as a list, and the ratings the customer gave. */
import { formatClock, formatExact, formatPhone } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { CallTo } from "../../phone/CallTo.js";
import { callNumber, callPeople, outcomeLabel, waitOf } from "../../timeline/facts.js";
import { Stars } from "../../timeline/Stars.js";
import { CopyButton } from "../customer/CopyButton.js";
import { providerName } from "./providerName.js";

export function CallDetails({ call }) {
  const isOutbound = call.direction === "outbound";
  const rows = [
    ["number", callNumber(call) && html`<span class="row">${callNumber(call)}${!call.is_anonymous && html`<${CallTo} number=${isOutbound ? call.to : call.from} customerId=${call.customer_id} name=${callNumber(call)} />`}<${CopyButton} text=${isOutbound ? call.to : call.from} what=${t("customer.copy_phone")} /></span>`],
    ["our_number", formatPhone(isOutbound ? call.from : call.to)],
    ["queue", call.queue_name && (call.menu_key ? t("calls.queue_with_key", { queue: call.queue_name, key: call.menu_key }) : call.queue_name)],
    ["agent", callPeople(call)],
    ["forwarded_to", call.forwarded_to && formatPhone(call.forwarded_to)],
    ["outcome", outcomeLabel(call.disposition)],
    ["started_at", formatExact(call.started_at)],
    ["answered_at", formatExact(call.answered_at)],
    ["ended_at", formatExact(call.ended_at)],
    ["wait", (waitOf(call) ?? null) !== null && formatClock(waitOf(call))],
    ["talk", call.talk_seconds !== null && formatClock(call.talk_seconds)],
    ["end_reason", call.end_reason && t(`calls.end_reasons.${call.end_reason}`)],
    ["answered_by", call.answered_by === "machine" && t("calls.answered_by_machine")],
    ["provider", call.provider && providerName(call.provider)],
    ["provider_call_id", html`<span class="row"><span class="cut mono" title=${call.provider_call_id}>${call.provider_call_id}</span><${CopyButton} text=${call.provider_call_id} what=${t("customer.copy")} /></span>`],
  ];
  return html`<${Ratings} ratings=${call.ratings || []} />
    <section class="panel" aria-labelledby="call-details"><h2 id="call-details">${t("calls.details")}</h2>
      <dl class="details details--still">${rows.filter(([, value]) => value).map(([name, value]) => html`<div key=${name} class="details__row"><dt>${t(`calls.fields.${name}`)}</dt><dd>${value}</dd></div>`)}</dl>
    </section>`;
}

function Ratings({ ratings }) {
  if (!ratings.length) return null;
  return html`<section class="panel" aria-labelledby="call-ratings"><h2 id="call-ratings">${t("calls.ratings")}</h2>
    <ul class="ratings">${ratings.map((rating) => html`<li key=${rating.id}><p class="row"><${Stars} score=${rating.score} /><span>${t(`calls.rating_kinds.${rating.kind}`)}</span></p>
      <p class="dim">${t(`calls.rating_channels.${rating.channel}`)} · <time class="num" datetime=${rating.created_at}>${formatExact(rating.created_at)}</time></p></li>`)}</ul></section>`;
}
