/** What providers have sent us: how each went, and once more for what failed. */
import { get } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { DeliveryTable } from "./deliveries/DeliveryTable.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { useList } from "./useList.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/deliveries.css"];
export const title = () => t("deliveries.title");

const NO_FILTERS = { state: "", event_key: "" };
const STATES = ["", "failed", "done", "ignored"];

export default function Deliveries({ query }) {
  if (!can("deliveries.read")) return html`<div class="page"><${EmptyState} icon="lock" title=${t("pages.forbidden")} text=${t("deliveries.forbidden")} /></div>`;
  return html`<${Inbox} query=${query} />`;
}

function Inbox({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/deliveries", { ...asked, limit: 50, cursor }), filters);
  const change = (part) => showFilters("/deliveries", { ...filters, ...part }, NO_FILTERS);
  return html`<div class="page page--wide">
    <header class="page__head"><div><h1>${t("deliveries.title")}</h1><p class="muted">${t("deliveries.text")}</p></div>
      <span class="push"></span><${Button} icon="refresh-cw" busy=${list.isRefreshing.value} onClick=${list.reload}>${t("deliveries.refresh")}<//></header>
    <div class="filters" role="group" aria-label=${t("pages.filters")}>
      <${SearchField} value=${filters.event_key} label=${t("deliveries.search")} placeholder=${t("deliveries.search_hint")} onSearch=${(event_key) => change({ event_key })} />
      <div class="filters__chips" role="group" aria-label=${t("deliveries.state_filter")}>${STATES.map((state) => html`<button key=${state} type="button" class="chip" aria-pressed=${String(filters.state === state)}
        onClick=${() => change({ state })}>${t(`deliveries.states.${state || "all"}`)}</button>`)}</div>
    </div>
    <${Found} list=${list} filters=${filters} onClear=${() => change(NO_FILTERS)} />
  </div>`;
}

function Found({ list, filters, onClear }) {
  const deliveries = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !deliveries.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!deliveries.length && filters.state === "failed" && !filters.event_key) return html`<${EmptyState} icon="circle-check" title=${t("deliveries.none_failed")} text=${t("deliveries.none_failed_text")} />`;
  if (!deliveries.length && (filters.state || filters.event_key)) {
    return html`<${EmptyState} icon="list-filter" title=${t("deliveries.no_match")}><${Button} onClick=${onClear}>${t("pages.clear_filters")}<//><//>`;
  }
  if (!deliveries.length) return html`<${EmptyState} icon="inbox" title=${t("deliveries.empty")} text=${t("deliveries.empty_text")} />`;
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${DeliveryTable} deliveries=${deliveries} onChange=${list.change} /><${MoreRows} list=${list} /></div>`;
}
