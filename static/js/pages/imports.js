/** Customers, orders and products from spreadsheets: one import step by step, those so far, and exports. `?kind=` chooses. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Tabs } from "../ui/Tabs.js";
import { Sections } from "./customers/Sections.js";
import { DropZone } from "./imports/DropZone.js";
import { ExportList } from "./imports/ExportList.js";
import { History } from "./imports/History.js";
import { ImportFlow } from "./imports/ImportFlow.js";
import "./imports/words.js";

export const css = ["css/pages/_shared.css", "css/pages/imports.css"];
export const title = () => t("imports.title");

export default function Imports({ query }) {
  if (!can("customers.import")) return html`<div class="page"><${EmptyState} icon="lock" title=${t("pages.forbidden")} text=${t("imports.forbidden")} /></div>`;
  const tab = query.tab === "exports" ? "exports" : "imports";
  const tabs = [{ id: "imports", label: t("imports.tab") }, { id: "exports", label: t("exports.tab") }];
  return html`<div class="page page--wide">
    <${Sections} current="files" />
    <header class="page__head import-page__head"><h1>${t("imports.title")}</h1></header>
    <${Tabs} name="files" label=${t("imports.title")} items=${tabs} value=${tab} onChange=${(id) => navigate(id === "imports" ? "/imports" : `/imports?tab=${id}`)} />
    <div id="files-panel" role="tabpanel" aria-labelledby=${`files-tab-${tab}`} class="import-page">
      ${tab === "exports" && html`<${ExportList} />`}
      ${tab === "imports" && query.id && html`<${ImportFlow} key=${query.id} id=${query.id} />`}
      ${tab === "imports" && !query.id && html`<div class="stack import-start"><${DropZone} kind=${query.kind} onUploaded=${(job) => navigate(`/imports?id=${job.id}`)} /><${History} /></div>`}
    </div></div>`;
}
