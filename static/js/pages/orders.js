/** Every order, wherever it was made: found by code or customer, moved on, and taken by hand. */
import { get } from "../lib/api.js";
import { boot } from "../lib/boot.js";
import { html, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Sections } from "./customers/Sections.js";
import { DateRange } from "./DateRange.js";
import { FilterBar } from "./FilterBar.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { CHANNELS, STATUSES } from "./orders/codes.js";
import { OrderDialog } from "./orders/OrderDialog.js";
import { OrderForm } from "./orders/OrderForm.js";
import { OrderTable } from "./orders/OrderTable.js";
import { PurchaseClasses } from "./orders/PurchaseClasses.js";
import { instantsOf } from "./periods.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { useList } from "./useList.js";
import "./orders/words.js";

export const css = ["css/pages/_shared.css", "css/pages/orders.css"];
export const title = () => t("orders.title");

const NO_FILTERS = { q: "", status: "", channel: "", from: "", to: "" };

export default function Orders({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, { from, to, ...asked }) => get("/orders", { ...asked, ...instantsOf({ from, to }, boot.timezone), limit: 50, cursor }), filters);
  const [open, setOpen] = useState(null);
  const [editing, setEditing] = useState(null);
  const show = (part) => showFilters("/orders", { ...filters, ...part }, NO_FILTERS);
  const replace = (order) => {
    list.change((items) => items.map((one) => (one.id === order.id ? order : one)));
    setOpen((shown) => (shown?.id === order.id ? order : shown));
  };
  const saved = (order) => {
    setEditing(null);
    toast(t("orders.saved", { code: order.code }), { kind: "done" });
    if (editing?.order) replace(order); else list.reload();
  };
  return html`<div class="page page--wide">
    <${Sections} current="orders" />
    <header class="page__head"><h1>${t("orders.title")}</h1><span class="push"></span>
      ${can("customers.import") && html`<a class="btn" href="/imports?kind=orders"><${Icon} name="upload" />${t("orders.import")}</a>`}
      ${can("orders.edit") && html`<${Button} kind="primary" icon="plus" onClick=${() => setEditing({})}>${t("orders.create")}<//>`}</header>
    <${PurchaseClasses} />
    <${OrderFilters} filters=${filters} onChange=${show} onClear=${() => show(NO_FILTERS)} />
    <${Found} list=${list} isFiltered=${Object.values(filters).some(Boolean)} onClear=${() => show(NO_FILTERS)} onCreate=${() => setEditing({})} onOpen=${setOpen} onChange=${replace} />
    ${open && !editing && html`<${OrderDialog} order=${open} onChange=${replace} onStale=${list.reload} onEdit=${() => setEditing({ order: open })} onClose=${() => setOpen(null)} />`}
    ${editing && html`<${OrderForm} order=${editing.order} onSaved=${saved} onClose=${() => setEditing(null)} />`}
  </div>`;
}

function OrderFilters({ filters, onChange, onClear }) {
  const search = html`<${SearchField} value=${filters.q} label=${t("orders.search")} placeholder=${t("orders.search_hint")} onSearch=${(q) => onChange({ q })} />`;
  return html`<${FilterBar} first=${search} count=${Object.values(filters).filter(Boolean).length} onClear=${onClear}>
    <${Choice} label=${t("orders.status")} any=${t("orders.any_status")} value=${filters.status} options=${STATUSES} words="timeline.order_statuses" onChange=${(status) => onChange({ status })} />
    <${Choice} label=${t("orders.channel")} any=${t("orders.any_channel")} value=${filters.channel} options=${CHANNELS} words="orders.channels" onChange=${(channel) => onChange({ channel })} />
    <${DateRange} from=${filters.from} to=${filters.to} onChange=${onChange} /><//>`;
}

const Choice = ({ label, any, value, options, words, onChange }) => html`<select class="input filters__select" aria-label=${label} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
  <option value="">${any}</option>${options.map((one) => html`<option key=${one} value=${one}>${t(`${words}.${one}`)}</option>`)}</select>`;

function Found({ list, isFiltered, onClear, onCreate, onOpen, onChange }) {
  const orders = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !orders.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!orders.length && isFiltered) {
    return html`<${EmptyState} icon="search" title=${t("orders.no_match")} text=${t("orders.no_match_text")}><${Button} onClick=${onClear}>${t("pages.clear_filters")}<//><//>`;
  }
  if (!orders.length) {
    return html`<${EmptyState} icon="shopping-bag" title=${t("orders.empty")} text=${t("orders.empty_text")}>
      ${can("orders.edit") && html`<${Button} kind="primary" icon="plus" onClick=${onCreate}>${t("orders.create")}<//>`}<//>`;
  }
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${OrderTable} orders=${orders} onOpen=${onOpen} onChange=${onChange} onStale=${list.reload} /><${MoreRows} list=${list} /></div>`;
}
