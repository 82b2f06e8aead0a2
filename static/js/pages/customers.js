/** Everybody we know: found by name without diacritics, any form of a number, or email. */
import { get } from "../lib/api.js";
import { formatNumber } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { CustomerFilters } from "./customers/CustomerFilters.js";
import { CreateCustomer } from "./customers/CreateCustomer.js";
import { CustomerTable } from "./customers/CustomerTable.js";
import { QUALITY_FILTERS, QualityChips } from "./customers/QualityChips.js";
import { ReachHint } from "./customers/ReachHint.js";
import { Sections } from "./customers/Sections.js";
import { ExportButton } from "./imports/ExportButton.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { useList } from "./useList.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/customers.css"];
export const title = () => t("customers.title");

const NO_FILTERS = { q: "", status: "", segment: "", owner: "", team: "", province: "", tag: "", ...QUALITY_FILTERS };

/** Those that are set: what an export of this list is asked with. */
const chosen = (filters) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value));

export default function Customers({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/customers", { ...asked, limit: 50, cursor }), filters);
  const [isCreating, setCreating] = useState(false);
  const change = (part) => showFilters("/customers", { ...filters, ...part }, NO_FILTERS);
  const clear = () => showFilters("/customers", NO_FILTERS, NO_FILTERS);

  return html`<div class="page page--wide">
    <${Sections} current="people" />
    <header class="page__head">
      <h1>${t("customers.title")}</h1><${ReachHint} />
      <span class="push"></span>
      <${ExportButton} selection=${{ filters: chosen(filters) }} />
      ${can("customers.edit") && html`<${Button} kind="primary" icon="user-plus" onClick=${() => setCreating(true)}>${t("customers.create")}<//>`}
    </header>
    <${CustomerFilters} filters=${filters} onChange=${change} onClear=${clear} />
    <${QualityChips} filters=${filters} onChange=${change} />
    <p class="sr-only" role="status">${!list.isLoading.value && !list.isRefreshing.value && t("customers.found", { count: list.items.value.length, n: formatNumber(list.items.value.length) })}</p>
    <${Found} list=${list} filters=${filters} onCreate=${() => setCreating(true)} onClear=${clear} />
    ${isCreating && html`<${CreateCustomer} typed=${filters.q} onClose=${() => setCreating(false)} />`}
  </div>`;
}

function Found({ list, filters, onCreate, onClear }) {
  const customers = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !customers.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  const isFiltered = Object.values(filters).some(Boolean);
  if (!customers.length && isFiltered) {
    return html`<${EmptyState} icon="search" title=${filters.q ? t("customers.no_match", { q: filters.q }) : t("customers.no_match_filters")} text=${t("customers.no_match_text")}>
      <span class="row"><${Button} onClick=${onClear}>${t(filters.q ? "pages.clear_search" : "pages.clear_filters")}<//>
        <${Button} kind="primary" icon="user-plus" onClick=${onCreate}>${t("customers.create")}<//></span><//>`;
  }
  if (!customers.length) {
    return html`<${EmptyState} icon="users" title=${t("customers.empty")} text=${t("customers.empty_text")}>
      <${Button} kind="primary" icon="user-plus" onClick=${onCreate}>${t("customers.create")}<//><//>`;
  }
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${CustomerTable} customers=${customers} /><${MoreRows} list=${list} /></div>`;
}
