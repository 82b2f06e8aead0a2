/** What providers have sent us: each delivery, how they have been going, what seems lost, and what was fetched instead. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can } from "../store/session.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Tabs } from "../ui/Tabs.js";
import { Comparisons } from "./deliveries/Comparisons.js";
import { Gaps } from "./deliveries/Gaps.js";
import { Health } from "./deliveries/Health.js";
import { Inbox } from "./deliveries/Inbox.js";
import { readFilters, showFilters } from "./query.js";
import "./deliveries/words.js";

export const css = ["css/pages/_shared.css", "css/pages/deliveries.css"];
export const title = () => t("deliveries.title");

const VIEWS = { inbox: Inbox, health: Health, gaps: Gaps, comparisons: Comparisons };
const NO_VIEW = { view: "inbox" };

export default function Deliveries({ query }) {
  if (!can("deliveries.read")) return html`<div class="page"><${EmptyState} icon="lock" title=${t("pages.forbidden")} text=${t("deliveries.forbidden")} /></div>`;
  const { view } = readFilters(query, NO_VIEW);
  const shown = VIEWS[view] ? view : "inbox";
  const View = VIEWS[shown];
  return html`<div class="page page--wide">
    <header class="page__head"><div><h1>${t("deliveries.title")}</h1><p class="muted">${t(`webhooks.about.${shown}`)}</p></div></header>
    <${Tabs} name="deliveries" label=${t("webhooks.views")} value=${shown} items=${Object.keys(VIEWS).map((id) => ({ id, label: t(`webhooks.view.${id}`) }))}
      onChange=${(id) => showFilters("/deliveries", { view: id }, NO_VIEW)} />
    <div id="deliveries-panel" role="tabpanel" aria-labelledby=${`deliveries-tab-${shown}`} class="deliveries__panel"><${View} query=${query} /></div>
  </div>`;
}
