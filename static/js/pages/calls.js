/** The call log: every call, found by anything one remembers of it, heard where it stands. */
import { get } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { CallFilters } from "./calls/CallFilters.js";
import { CallTable } from "./calls/CallTable.js";
import { askedOf, hasFilters, matches, NO_FILTERS } from "./calls/filters.js";
import { LoadFailed } from "./LoadFailed.js";
import { applyToCall } from "./merge.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { useList } from "./useList.js";
import { useCallEvents } from "./useLive.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/calls.css", "css/pages/timeline.css", "css/pages/player.css"];
export const title = () => t("calls.title");

export default function Calls({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/calls", { ...askedOf(asked), limit: 50, cursor }), filters);
  const show = (changed) => showFilters("/calls", changed, NO_FILTERS);
  useCallEvents((type, data) => list.change((calls) => applyEvent(calls, type, data, list.isLoading.value ? null : filters)));

  return html`<div class="page page--wide">
    <header class="page__head"><h1>${t("calls.title")}</h1></header>
    <${CallFilters} filters=${filters} onChange=${show} onClear=${() => show(NO_FILTERS)} />
    <${Found} list=${list} filters=${filters} onClear=${() => show(NO_FILTERS)} />
  </div>`;
}

/** Known calls are filled in; a new one is put on top when it is one of those asked for. */
function applyEvent(calls, type, data, filters) {
  const updated = calls.map((call) => applyToCall(call, type, data));
  const isNew = type === "call.updated" && !calls.some((call) => call.id === data.call.id);
  return isNew && filters && matches(data.call, filters) ? [data.call, ...updated].sort((a, b) => b.started_at.localeCompare(a.started_at)) : updated;
}

function Found({ list, filters, onClear }) {
  const calls = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${14} />`;
  if (list.error.value && !calls.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!calls.length && hasFilters(filters)) {
    return html`<${EmptyState} icon="list-filter" title=${t("calls.no_match")} text=${t("calls.no_match_text")}><${Button} onClick=${onClear}>${t("pages.clear_filters")}<//><//>`;
  }
  if (!calls.length) return html`<${EmptyState} icon="history" title=${t("calls.empty")} text=${t("calls.empty_text")}><a class="btn" href="/console">${t("calls.to_console")}</a><//>`;
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""} aria-busy=${String(list.isRefreshing.value)}>
    <${CallTable} calls=${calls} /><${MoreRows} list=${list} /></div>`;
}
