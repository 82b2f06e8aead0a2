/** The filters of the call log, in one line that wraps. */
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { AgentSelect } from "../AgentSelect.js";
import { DateRange } from "../DateRange.js";
import { FilterBar } from "../FilterBar.js";
import { fetchQueues, queues } from "../people.js";
import { SearchField } from "../SearchField.js";
import { DIRECTIONS, STATES } from "./filters.js";

export function CallFilters({ filters, onChange, onClear }) {
  useEffect(() => { fetchQueues(); }, []);
  const change = (part) => onChange({ ...filters, ...part });
  const search = html`<${SearchField} value=${filters.q} label=${t("calls.search")} placeholder=${t("calls.search_hint")} onSearch=${(q) => change({ q })} />`;
  return html`<${FilterBar} first=${search} count=${Object.values(filters).filter(Boolean).length} onClear=${onClear}>
    <${DateRange} from=${filters.from} to=${filters.to} onChange=${change} />
    <${Choice} label=${t("calls.direction.label")} any=${t("calls.any_direction")} value=${filters.direction} onChange=${(direction) => change({ direction })}
      options=${DIRECTIONS.map((one) => [one, t(`calls.direction.${one}`)])} />
    <${Choice} label=${t("calls.state.label")} any=${t("calls.any_state")} value=${filters.state} onChange=${(state) => change({ state })}
      options=${STATES.map((one) => [one, t(`calls.state.${one}`)])} />
    <${AgentSelect} value=${filters.agent} onChange=${(agent) => change({ agent })} />
    ${queues.value.length > 0 && html`<${Choice} label=${t("calls.queue")} any=${t("calls.any_queue")} value=${filters.queue} onChange=${(queue) => change({ queue })}
      options=${queues.value.map((queue) => [queue.id, queue.name])} />`}
    <button type="button" class="chip" aria-pressed=${String(filters.has_recording === "true")} onClick=${() => change({ has_recording: filters.has_recording === "true" ? "" : "true" })}>
      <${Icon} name="audio-lines" size=${14} />${t("calls.has_recording")}</button><//>`;
}

export const Choice = ({ label, any, value, options, onChange }) => html`<select class="input filters__select" aria-label=${label} value=${value}
    onChange=${(event) => onChange(event.currentTarget.value)}><option value="">${any}</option>
  ${options.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}</select>`;
