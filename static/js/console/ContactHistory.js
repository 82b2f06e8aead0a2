/** The last contacts: from the pop at once, then the newest of the timeline. */
import { formatSpan } from "../lib/format.js";
import { html } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { findOutcome } from "../store/outcomes.js";
import { Ago } from "../ui/Timer.js";

const SHOWN = 6;
const ICONS = {
  call: "phone", voice: "phone", note: "sticky-note", email: "mail", zalo: "message-circle",
  message: "message-square", sms: "message-square", rating: "star",
};

const iconOf = (one) => ICONS[one.kind] || ICONS[one.channel] || "circle-dot";
const outcomeWords = (code) => labelOf(findOutcome(code)) || "";
const joined = (...parts) => parts.filter(Boolean).join(" · ");

/** One row out of a last contact of the pop. */
const fromContact = (one) => ({
  at: one.when, icon: iconOf(one), title: one.line || t(`channel.${one.channel}`), line: joined(one.agent, outcomeWords(one.outcome)),
});

/** One row out of a timeline item. */
function fromItem(item) {
  const row = { id: item.id, at: item.occurred_at, icon: iconOf(item), title: item.summary, line: item.agent_name || "" };
  if (item.kind !== "call" || !item.data) return row;
  const call = item.data;
  const way = call.is_missed ? "missed" : call.end_reason === "callback" ? "callback" : call.direction === "outbound" ? "outbound" : "inbound";
  const rating = call.ratings?.[0]?.score;
  return {
    ...row, href: `/calls/${call.id}`,
    icon: { missed: "phone-missed", callback: "phone-incoming", outbound: "phone-outgoing", inbound: "phone-incoming" }[way],
    title: joined(t(`history.${way}`), call.talk_seconds && formatSpan(call.talk_seconds)),
    line: joined(outcomeWords(call.disposition) || call.notes?.slice(0, 80), call.agent_name, rating && `★ ${rating}`),
  };
}

function rowsOf(last, timeline, callId) {
  if (!timeline) return (last || []).map(fromContact);
  return timeline.filter((item) => item.ref_id !== callId && item.data?.id !== callId).slice(0, SHOWN).map(fromItem);
}

export function ContactHistory({ last, timeline, customerId, callId }) {
  const rows = rowsOf(last, timeline, callId);
  if (!rows.length) return null;
  return html`<section><h2>${t("history.title")}</h2>
    <ul>${rows.map((row, index) => html`<li key=${row.id || index}><${Row} row=${row} /></li>`)}</ul>
    ${customerId && html`<a class="context__all" href=${`/customers/${customerId}`}>${t("history.all")}</a>`}</section>`;
}

function Row({ row }) {
  const inside = html`<${Icon} name=${row.icon} class="dim" /><span class="cut">${row.title}</span><${Ago} at=${row.at} class="dim" />
    ${row.line && html`<span class="item__line cut">${row.line}</span>`}`;
  return row.href ? html`<a class="item" href=${row.href}>${inside}</a>` : html`<div class="item">${inside}</div>`;
}
