/** Who may be in the books twice: a queue to decide on, what was merged and can be taken apart, what was declined. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Tabs } from "../ui/Tabs.js";
import { Sections } from "./customers/Sections.js";
import { Dismissed } from "./duplicates/Dismissed.js";
import { Queue } from "./duplicates/Queue.js";
import { RecentMerges } from "./duplicates/RecentMerges.js";
import { Rule } from "./duplicates/Rule.js";
import { readFilters, showFilters } from "./query.js";
import "./duplicates/words.js";

export const css = ["css/pages/_shared.css", "css/pages/duplicates.css"];
export const title = () => t("duplicates.title");

const PARTS = { queue: Queue, merges: RecentMerges, dismissed: Dismissed };

/** `/customers/merges`, as the API calls them, is the part with the merges. */
export default function Duplicates({ query }) {
  const { tab } = readFilters(query, { tab: location.pathname === "/customers/merges" ? "merges" : "queue" });
  const shown = tab in PARTS ? tab : "queue";
  const items = Object.keys(PARTS).map((id) => ({ id, label: t(`duplicates.tabs.${id}`) }));
  return html`<div class="page page--wide duplicates">
    <${Sections} current="duplicates" />
    <header class="page__head"><h1>${t("duplicates.title")}</h1><span class="push"></span><${Rule} /></header>
    <${Tabs} name="duplicates" label=${t("duplicates.title")} value=${shown} items=${items} onChange=${(next) => showFilters("/duplicates", { tab: next }, { tab: "queue" })} />
    <div class="duplicates__part" id="duplicates-panel" role="tabpanel" aria-labelledby=${`duplicates-tab-${shown}`}><${PARTS[shown]} /></div>
  </div>`;
}
