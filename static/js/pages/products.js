/** What there is to buy: the price list, found without diacritics, kept by those who may. */
import { get, patch } from "../lib/api.js";
import { errorText } from "../lib/errors.js";
import { html, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Sections } from "./customers/Sections.js";
import { FilterBar } from "./FilterBar.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { ProductForm } from "./products/ProductForm.js";
import { ProductTable } from "./products/ProductTable.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { useList } from "./useList.js";
import { useResource } from "./useResource.js";
import "./orders/words.js";

export const css = ["css/pages/_shared.css", "css/pages/orders.css"];
export const title = () => t("orders.products.title");

const NO_FILTERS = { q: "", category: "", is_active: "" };

export default function Products({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/products", { ...asked, limit: 50, cursor }), filters);
  const categories = useResource(() => get("/products/categories"), []);
  const [editing, setEditing] = useState(null);
  const show = (part) => showFilters("/products", { ...filters, ...part }, NO_FILTERS);
  const isEditable = can("products.edit");
  const saved = (product) => {
    toast(t("orders.products.saved", { name: product.name }), { kind: "done" });
    if (editing.product) replace(product); else list.reload();
    setEditing(null);
    categories.reload();
  };
  const replace = (product) => list.change((items) => items.map((one) => (one.id === product.id ? product : one)));
  const flip = async (product) => {
    try {
      const saved = await patch(`/products/${product.id}`, { is_active: !product.is_active }, { ifMatch: product.version });
      replace(saved);
      toast(t(saved.is_active ? "orders.products.on_sale_again" : "orders.products.taken_off", { name: saved.name }), { kind: "done", undo: () => flip(saved) });
    } catch (error) {
      toast(error.status === 412 ? t("orders.changed_meanwhile") : errorText(error), { kind: "late" });
      list.reload();
    }
  };
  return html`<div class="page page--wide">
    <${Sections} current="products" />
    <header class="page__head"><h1>${t("orders.products.title")}</h1><span class="push"></span>
      ${can("customers.import") && isEditable && html`<a class="btn" href="/imports?kind=products"><${Icon} name="upload" />${t("orders.import")}</a>`}
      ${isEditable && html`<${Button} kind="primary" icon="plus" onClick=${() => setEditing({})}>${t("orders.products.create")}<//>`}</header>
    <${FilterBar} first=${html`<${SearchField} value=${filters.q} label=${t("orders.products.search")} placeholder=${t("orders.products.search_hint")} onSearch=${(q) => show({ q })} />`}
        count=${Object.values(filters).filter(Boolean).length} onClear=${() => show(NO_FILTERS)}>
      <select class="input filters__select" aria-label=${t("orders.products.category")} value=${filters.category} onChange=${(event) => show({ category: event.currentTarget.value })}>
        <option value="">${t("orders.products.any_category")}</option>${(categories.data?.items || []).map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select>
      <select class="input filters__select" aria-label=${t("orders.products.sale")} value=${filters.is_active} onChange=${(event) => show({ is_active: event.currentTarget.value })}>
        <option value="">${t("orders.products.any_sale")}</option><option value="true">${t("orders.products.on_sale")}</option><option value="false">${t("orders.products.off_sale")}</option></select>
    <//>
    <${Found} list=${list} isFiltered=${Object.values(filters).some(Boolean)} isEditable=${isEditable} onClear=${() => show(NO_FILTERS)} onCreate=${() => setEditing({})}
      onEdit=${(product) => setEditing({ product })} onFlip=${flip} />
    ${editing && html`<${ProductForm} product=${editing.product} categories=${categories.data?.items || []} onSaved=${saved} onClose=${() => setEditing(null)} />`}
  </div>`;
}

function Found({ list, isFiltered, isEditable, onClear, onCreate, onEdit, onFlip }) {
  const products = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !products.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!products.length && isFiltered) {
    return html`<${EmptyState} icon="search" title=${t("orders.products.no_match")} text=${t("orders.no_match_text")}><${Button} onClick=${onClear}>${t("pages.clear_filters")}<//><//>`;
  }
  if (!products.length) {
    return html`<${EmptyState} icon="tag" title=${t("orders.products.empty")} text=${t("orders.products.empty_text")}>
      ${isEditable && html`<${Button} kind="primary" icon="plus" onClick=${onCreate}>${t("orders.products.create")}<//>`}<//>`;
  }
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${ProductTable} products=${products} isEditable=${isEditable} onEdit=${onEdit} onFlip=${onFlip} /><${MoreRows} list=${list} /></div>`;
}
