/** The deliveries themselves, with filters; what failed can be run again, one or all that the filters select. */
import { get } from "../../lib/api.js";
import { boot } from "../../lib/boot.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { DateRange } from "../DateRange.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { instantsOf } from "../periods.js";
import { readFilters, showFilters } from "../query.js";
import { SearchField } from "../SearchField.js";
import { useList } from "../useList.js";
import { useResource } from "../useResource.js";
import { DeliveryTable } from "./DeliveryTable.js";
import { Replays } from "./Replays.js";

const NO_FILTERS = { state: "", hook: "", call: "", event_key: "", from: "", to: "" };
const STATES = ["", "failed", "pending", "done", "ignored"];

/** The filters as the API takes them: days become instants. */
export const asked = ({ from, to, ...rest }) => ({ ...rest, ...instantsOf({ from, to }, boot.timezone) });

export function Inbox({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, wanted) => get("/deliveries", { ...asked(wanted), limit: 50, cursor }), filters);
  const [opened, open] = useState(null);
  const change = (part) => showFilters("/deliveries", { ...filters, ...part }, NO_FILTERS);
  const show = async (delivery) => {
    const { Detail } = await import("./Detail.js");
    open({ Detail, id: delivery.id });
  };
  return html`<div class="filters" role="group" aria-label=${t("pages.filters")}>
      <${SearchField} value=${filters.event_key} label=${t("deliveries.search")} placeholder=${t("deliveries.search_hint")} onSearch=${(event_key) => change({ event_key })} />
      <${HookSelect} value=${filters.hook} onChange=${(hook) => change({ hook })} />
      <${DateRange} from=${filters.from} to=${filters.to} onChange=${change} />
      <div class="filters__chips" role="group" aria-label=${t("deliveries.state_filter")}>${STATES.map((state) => html`<button key=${state} type="button" class="chip" aria-pressed=${String(filters.state === state)}
        onClick=${() => change({ state })}>${t(state === "pending" ? "webhooks.pending" : `deliveries.states.${state || "all"}`)}</button>`)}</div>
      ${filters.call && html`<button type="button" class="chip" aria-pressed="true" onClick=${() => change({ call: "" })}>${t("webhooks.one_call")} ✕</button>`}
      <span class="push"></span><${Button} icon="refresh-cw" busy=${list.isRefreshing.value} onClick=${list.reload}>${t("deliveries.refresh")}<//>
    </div>
    ${can("deliveries.replay") && html`<${Replays} filters=${filters} onEnd=${list.reload} />`}
    <${Found} list=${list} filters=${filters} onOpen=${show} onClear=${() => showFilters("/deliveries", NO_FILTERS, NO_FILTERS)} />
    ${opened && html`<${opened.Detail} id=${opened.id} onClose=${() => open(null)} onReplayed=${list.reload} onCall=${(call) => { open(null); change({ call }); }} />`}`;
}

function HookSelect({ value, onChange }) {
  const { data } = useResource(() => get("/deliveries/hooks"), []);
  const hooks = [...new Set([...(data?.items || []), value].filter(Boolean))];
  return html`<select class="input filters__select" aria-label=${t("deliveries.columns.hook")} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
    <option value="">${t("webhooks.every_hook")}</option>${hooks.map((hook) => html`<option key=${hook} value=${hook}>${hook}</option>`)}</select>`;
}

function Found({ list, filters, onOpen, onClear }) {
  const deliveries = list.items.value;
  const isFiltered = Object.values(filters).some(Boolean);
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !deliveries.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!deliveries.length && filters.state === "failed" && Object.values(filters).filter(Boolean).length === 1) {
    return html`<${EmptyState} icon="circle-check" title=${t("deliveries.none_failed")} text=${t("deliveries.none_failed_text")} />`;
  }
  if (!deliveries.length && isFiltered) return html`<${EmptyState} icon="list-filter" title=${t("deliveries.no_match")}><${Button} onClick=${onClear}>${t("pages.clear_filters")}<//><//>`;
  if (!deliveries.length) return html`<${EmptyState} icon="inbox" title=${t("deliveries.empty")} text=${t("deliveries.empty_text")} />`;
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${DeliveryTable} deliveries=${deliveries} onChange=${list.change} onOpen=${onOpen} /><${MoreRows} list=${list} /></div>`;
}
