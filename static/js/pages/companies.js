/** The companies we deal with: found by name without diacritics, tax code, or any form of a number. */
import { get } from "../lib/api.js";
import { formatNumber } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Ago } from "../ui/Timer.js";
import { CompanyForm } from "./companies/CompanyForm.js";
import { Sections } from "./customers/Sections.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { useList } from "./useList.js";
import "./companies/words.js";

export const css = ["css/pages/_shared.css", "css/pages/tasks.css", "css/pages/annotations.css"];
export const title = () => t("companies.title");

const NO_FILTERS = { q: "" };

export default function Companies({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/companies", { q: asked.q, limit: 50, cursor }), filters);
  const [isCreating, setCreating] = useState(false);
  const search = (q) => showFilters("/companies", { q }, NO_FILTERS);
  const create = can("companies.edit") && html`<${Button} kind="primary" icon="plus" onClick=${() => setCreating(true)}>${t("companies.create")}<//>`;
  return html`<div class="page page--wide companies">
    <${Sections} current="companies" />
    <header class="page__head"><h1>${t("companies.title")}</h1>
      <${SearchField} value=${filters.q} label=${t("companies.search")} placeholder=${t("companies.search_hint")} onSearch=${search} /><span class="push"></span>${create}</header>
    <p class="sr-only" role="status">${!list.isLoading.value && !list.isRefreshing.value && t("companies.found", { count: list.items.value.length, n: formatNumber(list.items.value.length) })}</p>
    <${Found} list=${list} q=${filters.q} create=${create} onClear=${() => search("")} />
    ${isCreating && html`<${CompanyForm} typed=${filters.q} onClose=${() => setCreating(false)} onSaved=${(company) => navigate(`/companies/${company.id}`)} />`}
  </div>`;
}

function Found({ list, q, create, onClear }) {
  const companies = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${10} />`;
  if (list.error.value && !companies.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!companies.length && q) {
    return html`<${EmptyState} icon="search" title=${t("companies.no_match", { q })} text=${t("companies.no_match_text")}><span class="row"><${Button} onClick=${onClear}>${t("pages.clear_search")}<//>${create}</span><//>`;
  }
  if (!companies.length) return html`<${EmptyState} icon="building-2" title=${t("companies.empty")} text=${t("companies.empty_text")}>${create}<//>`;
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}><table class="table table--cards"><thead><tr>
      <th scope="col">${t("companies.name")}</th><th scope="col">${t("companies.phones")}</th><th scope="col">${t("companies.industry")}</th><th scope="col">${t("companies.size")}</th>
      <th scope="col">${t("companies.owner")}</th><th scope="col" class="table__number">${t("companies.people")}</th><th scope="col" class="table__number">${t("companies.updated")}</th></tr></thead>
    <tbody>${companies.map((company) => html`<${Row} key=${company.id} company=${company} />`)}</tbody></table><${MoreRows} list=${list} /></div>`;
}

const none = html`<span class="dim none">–</span>`;

const Row = ({ company }) => html`<tr class="table__row">
  <td><span class="companies__name"><a class="table__link" href=${`/companies/${company.id}`}>${company.name}</a>${company.tax_code && html`<span class="dim num cut">${company.tax_code}</span>`}</span></td>
  <td class="num">${company.phones[0] ? company.phones[0].national : none}</td><td>${company.industry || none}</td><td>${company.size ? t(`companies.sizes.${company.size}`) : none}</td>
  <td>${company.owner_name || html`<span class="dim none">${t("companies.no_owner")}</span>`}</td>
  <td class="table__number">${t("companies.people_count", { count: company.people })}</td><td class="table__number dim"><${Ago} at=${company.updated_at} /></td></tr>`;
