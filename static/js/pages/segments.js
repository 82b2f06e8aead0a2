/** Groups of customers: by rules that are kept true, and lists kept by hand. */
import { get } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Sections } from "./customers/Sections.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { SearchField } from "./SearchField.js";
import { CreateList } from "./segments/CreateList.js";
import { SegmentTable } from "./segments/SegmentTable.js";
import { restore } from "./segments/verbs.js";
import { useList } from "./useList.js";
import "./segments/words.js";

export const css = ["css/pages/_shared.css", "css/pages/segments.css"];
export const title = () => t("segments.title");

const NO_FILTERS = { q: "", kind: "" };
const KINDS = ["", "rules", "static", "archived"];
const ASK_AGAIN_MS = 1500;

export default function Segments({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const list = useList((cursor, asked) => get("/segments", { ...askedOf(asked), cursor }), filters);
  const [isCreating, setCreating] = useState(false);
  const change = (part) => showFilters("/segments", { ...filters, ...part }, NO_FILTERS);
  const isEditable = can("segments.edit");
  useWatch(list);
  useEffect(() => (isEditable ? addShortcuts([{ id: "new_segment", key: "n", label: "segments.keys.new", group: "keys.work", run: () => navigate("/segments/new") }]) : undefined), [isEditable]);

  return html`<div class="page page--wide">
    <${Sections} current="segments" />
    <header class="page__head"><h1>${t("segments.title")}</h1>
      <${SearchField} value=${filters.q} label=${t("segments.search")} placeholder=${t("segments.search")} onSearch=${(q) => change({ q })} />
      <span class="push"></span>
      ${isEditable && html`<${Button} onClick=${() => setCreating(true)}>${t("segments.new_list")}<//><a class="btn btn--primary" href="/segments/new" title=${t("segments.new_group")}><${Icon} name="plus" />${t("segments.new_group_short")}</a>`}</header>
    <div class="filters" role="group" aria-label=${t("segments.kind")}>${KINDS.map((kind) => html`<button key=${kind} type="button" class="chip" aria-pressed=${String(filters.kind === kind)} onClick=${() => change({ kind })}>${t(`segments.filter.${kind || "any"}`)}</button>`)}</div>
    <${Found} list=${list} filters=${filters} isEditable=${isEditable} />
    ${isCreating && html`<${CreateList} onClose=${() => setCreating(false)} />`}
  </div>`;
}

const askedOf = ({ q, kind }) => (kind === "archived" ? { q, archived: true } : { q, kind });

/** While a group is being filled its size grows: ask again until it stands. */
function useWatch(list) {
  const isBusy = list.items.value.some((one) => one.is_active && ["waiting", "running"].includes(one.refresh.state));
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && list.reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isBusy]);
}

function Found({ list, filters, isEditable }) {
  const segments = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${10} />`;
  if (list.error.value && !segments.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!segments.length) {
    const isSearching = filters.q || filters.kind;
    return html`<${EmptyState} icon="target" title=${t(isSearching ? "segments.none_found" : "segments.none")} text=${t(isSearching ? "segments.none_found_text" : "segments.none_text")}>
      ${isEditable && html`<a class="btn btn--primary" href="/segments/new">${t("segments.new_group")}</a>`}<//>`;
  }
  return html`${segments[0].is_partial && html`<p class="muted">${t("segments.partial")}</p>`}<${SegmentTable} segments=${segments} onRestore=${isEditable ? (segment) => restore(segment, list.reload) : null} /><${MoreRows} list=${list} />`;
}
