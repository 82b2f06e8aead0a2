/** What is open with this customer: orders, leads, conversations, promised calls. */
import { serverNow } from "../lib/clock.js";
import { formatDateTime, formatMoney } from "../lib/format.js";
import { html } from "../lib/html.js";
import { hasWords, labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";

const ICONS = { orders: "shopping-bag", leads: "target", conversations: "message-circle", callbacks: "calendar-clock" };

/** A state's words, or the state as it came. */
const stateWords = (kind, state) => (state && hasWords(`open.${kind}_${state}`) ? t(`open.${kind}_${state}`) : state);

function titleOf(kind, item) {
  if (kind !== "orders") return item.title || item.interest || item.name || item.text || item.subject || t(`open.${kind}`);
  return [t("open.order"), item.number ? `#${String(item.number).replace(/^#/, "")}` : item.title].filter(Boolean).join(" ");
}

function lineOf(item) {
  const money = item.total ?? item.value ?? item.amount;
  const amount = money && formatMoney(money, item.currency);
  const due = item.due_at && formatDateTime(item.due_at);
  return [item.line || item.summary, item.owner || item.owner_name, amount, due].filter(Boolean).join(" · ");
}

function OpenItem({ kind, item }) {
  const isLate = item.is_late || (item.due_at && Date.parse(item.due_at) < serverNow());
  const stage = item.label_vi ? labelOf(item) : stateWords(kind, item.stage || item.state || item.status);
  const state = isLate ? t("open.late") : stage;
  return html`<li class="item"><${Icon} name=${ICONS[kind]} class="dim" /><span class="cut">${titleOf(kind, item)}</span>
    <span class=${isLate ? "state-late" : "dim"}>${state}</span><span class="item__line">${lineOf(item)}</span></li>`;
}

export function OpenItems({ open }) {
  const rows = Object.keys(ICONS).flatMap((kind) => (open?.[kind] || []).map((item) => ({ kind, item })));
  if (!rows.length) return null;
  return html`<section><h2>${t("open.title")} · ${rows.length}</h2>
    <ul>${rows.map(({ kind, item }, index) => html`<${OpenItem} key=${item.id || index} kind=${kind} item=${item} />`)}</ul></section>`;
}
