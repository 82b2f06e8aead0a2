/** What a timeline shows: words, kind, channel, agent, dates, recordings. All of it is kept in the address. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { AgentSelect } from "../pages/AgentSelect.js";
import { DateRange } from "../pages/DateRange.js";
import { FilterBar } from "../pages/FilterBar.js";
import { SearchField } from "../pages/SearchField.js";
import "./words.js";

export const NO_FILTERS = { text: "", kind: "", channel: "", agent: "", from: "", to: "", has_recording: "" };
const KINDS = ["", "call", "note", "order", "lead", "task", "file"];
const CHANNELS = ["voice", "internal", "web", "store", "zalo", "sms", "email"];

export const hasFilters = (filters) => Object.values(filters).some(Boolean);

export function Filters({ filters, onChange }) {
  const change = (part) => onChange({ ...filters, ...part });
  const search = html`<${SearchField} value=${filters.text} label=${t("find.in_timeline")} placeholder=${t("find.in_timeline_hint")} onSearch=${(text) => change({ text })} />`;
  return html`<div class="timeline__filters">
    <div class="filters__chips" role="group" aria-label=${t("timeline.kind_filter")}>
      ${KINDS.map((kind) => html`<button key=${kind} type="button" class="chip" aria-pressed=${String(filters.kind === kind)}
        onClick=${() => change({ kind })}>${t(`timeline.kinds.${kind || "all"}`)}</button>`)}</div>
    <${FilterBar} first=${search} count=${Object.values(filters).filter(Boolean).length} onClear=${() => onChange(NO_FILTERS)}>
      <select class="input filters__select" aria-label=${t("find.channel")} value=${filters.channel} onChange=${(event) => change({ channel: event.currentTarget.value })}>
        <option value="">${t("find.any_channel")}</option>
        ${CHANNELS.map((channel) => html`<option key=${channel} value=${channel}>${t(`find.channels.${channel}`)}</option>`)}</select>
      <${AgentSelect} value=${filters.agent} onChange=${(agent) => change({ agent })} />
      <${DateRange} from=${filters.from} to=${filters.to} onChange=${change} />
      <button type="button" class="chip" aria-pressed=${String(filters.has_recording === "true")} onClick=${() => change({ has_recording: filters.has_recording === "true" ? "" : "true" })}>
        <${Icon} name="audio-lines" size=${14} />${t("find.has_recording")}</button><//></div>`;
}
