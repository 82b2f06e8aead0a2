/** What a timeline shows: kind, agent, dates. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { AgentSelect } from "../pages/AgentSelect.js";
import { DateRange } from "../pages/DateRange.js";
import { FilterBar } from "../pages/FilterBar.js";

export const NO_FILTERS = { kind: "", agent: "", from: "", to: "" };
const KINDS = ["", "call", "note"];

export const hasFilters = (filters) => Object.values(filters).some(Boolean);

export function Filters({ filters, onChange }) {
  const change = (part) => onChange({ ...filters, ...part });
  const kinds = html`<div class="filters__chips" role="group" aria-label=${t("timeline.kind_filter")}>
    ${KINDS.map((kind) => html`<button key=${kind} type="button" class="chip" aria-pressed=${String(filters.kind === kind)}
      onClick=${() => change({ kind })}>${t(`timeline.kinds.${kind || "all"}`)}</button>`)}</div>`;
  return html`<${FilterBar} first=${kinds} count=${Object.values(filters).filter(Boolean).length} onClear=${() => onChange(NO_FILTERS)}>
    <${AgentSelect} value=${filters.agent} onChange=${(agent) => change({ agent })} />
    <${DateRange} from=${filters.from} to=${filters.to} onChange=${change} /><//>`;
}
