/** A customer's one timeline: filters, days, cards, more on scrolling, and live calls filling in. */
import { boot } from "../lib/boot.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { LoadFailed } from "../pages/LoadFailed.js";
import { MoreRows } from "../pages/MoreRows.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Day } from "./Day.js";
import { groupByDay } from "./days.js";
import { Filters, hasFilters, NO_FILTERS } from "./Filters.js";
import { cardFor } from "./kinds.js";

export function Timeline({ list, filters, onFilter }) {
  return html`<section class="timeline" aria-label=${t("timeline.title")}>
    <${Filters} filters=${filters} onChange=${onFilter} />
    <${Items} list=${list} filters=${filters} onClear=${() => onFilter(NO_FILTERS)} />
  </section>`;
}

function Items({ list, filters, onClear }) {
  const items = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${9} />`;
  if (list.error.value && !items.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!items.length) return html`<${NothingYet} isFiltered=${hasFilters(filters)} onClear=${onClear} />`;
  const newest = items.find((item) => item.kind === "call");
  return html`${groupByDay(items, boot.timezone).map((group) => html`<div key=${group.day} class="timeline__group">
      <${Day} day=${group.day} />
      ${group.items.map((item) => html`<${cardFor(item.kind)} key=${`${item.kind}:${item.ref_id}`} item=${item} startsOpen=${item === newest && !filters.text} />`)}
    </div>`)}
    <${MoreRows} list=${list} />`;
}

function NothingYet({ isFiltered, onClear }) {
  if (!isFiltered) return html`<${EmptyState} icon="history" title=${t("timeline.empty")} text=${t("timeline.empty_text")} />`;
  return html`<${EmptyState} icon="list-filter" title=${t("timeline.no_match")} text=${t("timeline.no_match_text")}>
    <${Button} onClick=${onClear}>${t("pages.clear_filters")}<//><//>`;
}
