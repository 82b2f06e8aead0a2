/** Leads: who may buy what, by stage on a board or as a list, and how fast we are. */
import { get } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { navigate } from "../shell/router.js";
import { onEvent } from "../store/live.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { FilterBar } from "./FilterBar.js";
import { Board } from "./leads/Board.js";
import { Figures } from "./leads/Figures.js";
import { LeadTable } from "./leads/LeadTable.js";
import { SOURCES, sourceWords } from "./leads/sources.js";
import { asQuery, useBoard } from "./leads/useBoard.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { useList } from "./useList.js";
import { useResource } from "./useResource.js";
import "./leads/words.js";

export const css = ["css/pages/_shared.css", "css/pages/tasks.css", "css/pages/leads.css"];
export const title = () => t("leads.title");

const NO_FILTERS = { view: "board", who: "mine", q: "", source: "", sla: "", stage: "" };

export default function Leads({ query }) {
  const filters = readFilters(query, { ...NO_FILTERS, who: can("leads.assign") ? "all" : "mine" });
  const [isCreating, setCreating] = useState(null);
  const defaults = { ...NO_FILTERS, who: can("leads.assign") ? "all" : "mine" };
  const show = (part) => showFilters("/leads", { ...filters, ...part }, defaults);
  const create = async () => { const { CreateLead } = await import("./leads/CreateLead.js"); setCreating(() => CreateLead); };
  const saved = (lead) => { setCreating(null); toast(t("leads.saved"), { kind: "done", undo: () => navigate(`/leads/${lead.id}`), undoLabel: t("leads.open") }); };
  const Create = isCreating;
  return html`<div class="page page--wide leads">
    <header class="page__head"><h1>${t("leads.title")}</h1>
      <span class="filters__chips" role="group" aria-label=${t("leads.view")}>${["board", "list"].map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${String(filters.view === one)} onClick=${() => show({ view: one, stage: "" })}>${t(`leads.views.${one}`)}</button>`)}</span>
      <span class="push"></span>${can("leads.assign") && html`<a class="btn" href="/imports?kind=leads">${t("leads.import")}</a>`}${can("leads.manage") && html`<a class="btn" href="/lead-setup">${t("leads.setup")}</a>`}
      <${Button} kind="primary" icon="plus" onClick=${create}>${t("leads.create")}<//></header>
    <${Figures} />
    <${LeadFilters} filters=${filters} defaults=${defaults} onChange=${show} />
    ${filters.view === "list" ? html`<${AsList} filters=${filters} />` : html`<${AsBoard} filters=${filters} onAll=${(stage) => show({ view: "list", stage })} onCreate=${create} />`}
    ${Create && html`<${Create} onSaved=${saved} onClose=${() => setCreating(null)} />`}
  </div>`;
}

function LeadFilters({ filters, defaults, onChange }) {
  const stages = useResource(() => get("/lead-stages"), []);
  const search = html`<${SearchField} value=${filters.q} label=${t("leads.search")} placeholder=${t("leads.search_hint")} onSearch=${(q) => onChange({ q })} />`;
  const asked = ["source", "sla", "stage"].filter((name) => filters[name]).length;
  return html`<${FilterBar} first=${search} count=${asked} onClear=${() => onChange({ ...defaults, view: filters.view })}>
    <span class="filters__chips" role="group" aria-label=${t("leads.whose")}>${["mine", "all", "none"].map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${String(filters.who === one)} onClick=${() => onChange({ who: one })}>${t(`leads.who.${one}`)}</button>`)}</span>
    ${filters.view === "list" && html`<select class="input filters__select" aria-label=${t("leads.stage")} value=${filters.stage} onChange=${(event) => onChange({ stage: event.currentTarget.value })}>
      <option value="">${t("leads.any_stage")}</option>${(stages.data?.items || []).map((one) => html`<option key=${one.id} value=${one.id}>${labelOf(one)}</option>`)}</select>`}
    <select class="input filters__select" aria-label=${t("leads.source")} value=${filters.source} onChange=${(event) => onChange({ source: event.currentTarget.value })}>
      <option value="">${t("leads.any_source")}</option>${SOURCES.map((one) => html`<option key=${one} value=${one}>${sourceWords(one)}</option>`)}</select>
    <select class="input filters__select" aria-label=${t("leads.clock")} value=${filters.sla} onChange=${(event) => onChange({ sla: event.currentTarget.value })}>
      <option value="">${t("leads.any_clock")}</option>${["running", "warned", "met"].map((one) => html`<option key=${one} value=${one}>${t(`leads.clocks.${one}`)}</option>`)}</select><//>`;
}

function AsBoard({ filters: { view, stage, ...filters }, onAll, onCreate }) {
  const { data, error, reload, show } = useBoard(filters);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${12} />`;
  const isNew = !data.columns.some((column) => column.count) && !filters.q && !filters.source && !filters.sla && filters.who !== "none";
  return html`${isNew && html`<${EmptyState} icon="target" title=${t("leads.empty")} text=${t("leads.empty_text")}><${Button} kind="primary" icon="plus" onClick=${onCreate}>${t("leads.create")}<//><//>`}
    <${Board} columns=${data.columns} onShow=${show} onAll=${onAll} />`;
}

function AsList({ filters: { view, ...filters } }) {
  const list = useList((cursor) => get("/leads", { ...asQuery(filters), limit: 50, cursor }), filters);
  useEffect(() => {
    const replace = ({ lead }) => list.change((items) => items.map((one) => (one.id === lead.id && lead.version > one.version ? lead : one)));
    return onEvent("lead.updated", replace);
  }, []);
  const leads = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${12} />`;
  if (list.error.value && !leads.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!leads.length) return html`<${EmptyState} icon="search" title=${t("leads.none_found")} text=${t("leads.none_found_text")} />`;
  return html`<div class=${list.isRefreshing.value ? "is-stale" : ""}><${LeadTable} leads=${leads} /><${MoreRows} list=${list} /></div>`;
}
