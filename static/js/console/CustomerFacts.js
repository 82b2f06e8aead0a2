/** What one should know of a customer while talking; what is unknown is left out. */
import { formatDate, formatMoney, formatNumber } from "../lib/format.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { CallTo } from "../phone/CallTo.js";
import { segmentWords } from "../shell/offerWords.js";
import { me } from "../store/session.js";

function segmentLine({ segment, metrics }) {
  const last = metrics?.last_order_at && t("context.last_order", { date: formatDate(metrics.last_order_at) });
  return [segmentWords(segment), last].filter(Boolean).join(" · ");
}

function spentLine({ metrics }) {
  return metrics?.spent ? t("context.spent_value", { money: formatMoney(metrics.spent), count: metrics.orders ?? 0 }) : "";
}

const callsLine = ({ stats }) => (stats?.calls ? t("context.calls_value", { count: stats.calls, missed: stats.missed || 0 }) : "");

/** Numbers they gave up are on their page, not at hand in a call. */
const inUse = ({ phones }) => (phones || []).filter((phone) => phone.status !== "former");

const factsOf = (customer) => [
  ["phone", inUse(customer).length > 0 && inUse(customer).map((phone) => html`<span key=${phone.e164} class="num call-line">${(phone.national || phone.e164).replaceAll(" ", "\u00a0")}<${CallTo} number=${phone.e164} customerId=${customer.id} name=${customer.display_name} /></span>`)],
  ["owner", customer.owner_id && customer.owner_id === me.value?.id ? t("context.me") : customer.owner_name],
  ["segment", segmentLine(customer)],
  ["spent", spentLine(customer)],
  ["channel", customer.preferred_channel && t(`channel.${customer.preferred_channel}`)],
  ["company", customer.company],
  ["calls", callsLine(customer)],
  ["rating", customer.stats?.average_rating ? `★ ${formatNumber(customer.stats.average_rating, 1)}` : ""],
  ["ads", customer.do_not_call ? t("badge.do_not_call") : ""],
  ["notes", customer.notes],
];

export const CustomerFacts = ({ customer }) => html`<dl class="facts">
  ${factsOf(customer).filter(([, value]) => value).map(([key, value]) => html`<dt key=${key}>${t(`context.${key}`)}</dt><dd>${value}</dd>`)}</dl>`;
