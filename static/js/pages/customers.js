/** Everybody we know: found by name without diacritics, any form of a number, or email. */
import { get } from "../lib/api.js";
import { formatNumber } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { CreateCustomer } from "./customers/CreateCustomer.js";
import { CustomerTable } from "./customers/CustomerTable.js";
import { Sections } from "./customers/Sections.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { useList } from "./useList.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/customers.css"];
export const title = () => t("customers.title");

const NO_FILTERS = { q: "" };

export default function Customers({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/customers", { q: asked.q, limit: 50, cursor }), filters);
  const [isCreating, setCreating] = useState(false);
  const search = (q) => showFilters("/customers", { q }, NO_FILTERS);

  return html`<div class="page page--wide">
    <${Sections} current="people" />
    <header class="page__head">
      <h1>${t("customers.title")}</h1>
      <${SearchField} value=${filters.q} label=${t("customers.search")} placeholder=${t("customers.search_hint")} onSearch=${search} />
      <span class="push"></span>
      ${can("customers.edit") && html`<${Button} kind="primary" icon="user-plus" onClick=${() => setCreating(true)}>${t("customers.create")}<//>`}
    </header>
    <p class="sr-only" role="status">${!list.isLoading.value && !list.isRefreshing.value && t("customers.found", { count: list.items.value.length, n: formatNumber(list.items.value.length) })}</p>
    <${Found} list=${list} q=${filters.q} onCreate=${() => setCreating(true)} onClear=${() => search("")} />
    ${isCreating && html`<${CreateCustomer} typed=${filters.q} onClose=${() => setCreating(false)} />`}
  </div>`;
}

function Found({ list, q, onCreate, onClear }) {
  const customers = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !customers.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!customers.length && q) {
    return html`<${EmptyState} icon="search" title=${t("customers.no_match", { q })} text=${t("customers.no_match_text")}>
      <span class="row"><${Button} onClick=${onClear}>${t("pages.clear_search")}<//>
        <${Button} kind="primary" icon="user-plus" onClick=${onCreate}>${t("customers.create")}<//></span><//>`;
  }
  if (!customers.length) {
    return html`<${EmptyState} icon="users" title=${t("customers.empty")} text=${t("customers.empty_text")}>
      <${Button} kind="primary" icon="user-plus" onClick=${onCreate}>${t("customers.create")}<//><//>`;
  }
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${CustomerTable} customers=${customers} /><${MoreRows} list=${list} /></div>`;
}
