/** What the server found, as rows of the palette: people, calls, companies, orders, and lines said or written. */
import { formatAgo, formatClock, formatMoney } from "../lib/format.js";
import { t } from "../lib/i18n.js";
import { emailsOf } from "../pages/customer/fields.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { callIcon, callNumber, callParty, callTitle } from "../timeline/facts.js";

const KIND_ICONS = { call: "audio-lines", note: "sticky-note", order: "shopping-bag", task: "calendar-clock", file: "file-text" };
const MOST_CALLED = 3;
const joined = (...parts) => parts.filter(Boolean).join(" · ");

/** `typed` leads on from a note to the timeline, where the same words are looked for. */
export const rowsOf = ({ customers = [], calls = [], companies = [], orders = [], products = [], texts = [] }, typed, isAsking = false) => [
  ...customers.map(personRow), ...(isAsking ? [] : callRows(customers, typed)), ...calls.map(callRow), ...companies.map(companyRow), ...orders.map(orderRow), ...products.map(productRow),
  ...texts.map((hit, i) => textRow(hit, i, typed)),
];

function personRow(customer) {
  const phone = customer.phones?.find((one) => one.status !== "former");
  return {
    id: `customer-${customer.id}`, group: "customers", person: customer.display_name, label: customer.display_name,
    hint: joined(phone?.national || phone?.e164, emailsOf(customer)[0] || customer.company), run: () => navigate(`/customers/${customer.id}`),
  };
}

/** The first people found, and a number as it was typed, to be called; not while the answer is awaited, or Enter would call who is to be opened. What placing needs comes with the choice. */
function callRows(customers, typed) {
  if (!can("calls.place")) return [];
  const people = customers.slice(0, MOST_CALLED).map((one) => ({ one, phone: one.phones?.find((line) => line.status !== "former") }))
    .filter(({ phone }) => phone && !phone.e164?.includes("•"))
    .map(({ one, phone }) => callingRow(one.id, one.display_name, phone.national || phone.e164, { to: phone.e164, customer_id: one.id }));
  const isNumber = /^\+?[\d\s.()-]{8,20}$/.test(typed) && typed.replace(/\D/g, "").length >= 8;
  return isNumber ? [callingRow("typed", typed, "", { to: typed, customer_id: null }), ...people] : people;
}

const callingRow = (id, who, hint, wish) => ({
  id: `dial-${id}`, group: "customers", icon: "phone-outgoing", label: t("call.call_to", { who }), hint,
  run: async () => (await import("../phone/placing.js")).placeCall(wish),
});

function callRow(call) {
  const number = callNumber(call);
  const party = callParty(call);
  return {
    id: `call-${call.id}`, group: "calls", icon: callIcon(call), label: `${callTitle(call)} · ${party}`,
    hint: joined(number !== party && number, call.agent_name, formatAgo(call.started_at)), run: () => navigate(`/calls/${call.id}`),
  };
}

const companyRow = (company) => ({
  id: `company-${company.id}`, group: "companies", icon: "building-2", label: company.name, hint: joined(company.tax_code, company.industry),
  run: () => navigate(`/companies/${company.id}`),
});

const orderRow = (order) => ({
  id: `order-${order.id}`, group: "orders", icon: "shopping-bag", label: joined(order.code, order.customer_name),
  hint: joined(formatMoney(order.total_minor, order.currency), formatAgo(order.placed_at)), run: () => navigate(`/orders?${new URLSearchParams({ q: order.code })}`),
});

const productRow = (product) => ({
  id: `product-${product.id}`, group: "products", icon: "tag", label: joined(product.name, product.code),
  hint: formatMoney(product.price_minor, product.currency), run: () => navigate(`/products?${new URLSearchParams({ q: product.code })}`),
});

function textRow(hit, i, typed) {
  const second = hit.seconds === null ? "" : `?t=${Math.round(hit.seconds * 100) / 100}`;
  const address = hit.kind === "call" ? `/calls/${hit.ref_id}${second}` : `/customers/${hit.customer_id}?${new URLSearchParams({ text: typed })}`;
  return {
    id: `text-${i}-${hit.ref_id}`, group: "texts", icon: KIND_ICONS[hit.kind] || "circle-dot", label: hit.snippet, marks: hit.marks,
    hint: joined(hit.customer_name || t("find.nobody"), hit.seconds !== null && formatClock(hit.seconds), formatAgo(hit.occurred_at)), run: () => navigate(address),
  };
}
