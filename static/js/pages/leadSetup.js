/** How leads are handed out and handled: policies, people, deadlines, stages, reasons, forms, leave, evening out. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";
import { Tabs } from "../ui/Tabs.js";
import { Balance } from "./leadSetup/Balance.js";
import { Deadlines } from "./leadSetup/Deadlines.js";
import { Forms } from "./leadSetup/Forms.js";
import { Handover } from "./leadSetup/Handover.js";
import { People } from "./leadSetup/People.js";
import { Policies } from "./leadSetup/Policies.js";
import { Rows } from "./leadSetup/Rows.js";
import { readFilters, showFilters } from "./query.js";
import "./leads/words.js";

export const css = ["css/pages/_shared.css", "css/pages/tasks.css", "css/pages/leads.css"];
export const title = () => t("leads.setup");

const TABS = {
  policies: Policies,
  people: People,
  deadlines: Deadlines,
  stages: () => html`<${Rows} path="/lead-stages" words="stages" hasKind />`,
  reasons: () => html`<${Rows} path="/lead-lost-reasons" words="reasons_setup" />`,
  forms: Forms,
  handover: Handover,
  balance: Balance,
};
const NO_FILTERS = { tab: "policies" };

export default function LeadSetup({ query }) {
  const { tab } = readFilters(query, NO_FILTERS);
  const Panel = TABS[tab] || Policies;
  return html`<div class="page lead-setup"><a class="back" href="/leads"><${Icon} name="arrow-left" />${t("leads.title")}</a>
    <header class="page__head"><h1>${t("leads.setup")}</h1></header>
    <${Tabs} name="lead-setup" label=${t("leads.setup")} value=${tab} onChange=${(id) => showFilters("/lead-setup", { tab: id }, NO_FILTERS)}
      items=${Object.keys(TABS).map((id) => ({ id, label: t(`leads.tabs.${id}`) }))} />
    <div id="lead-setup-panel" role="tabpanel" aria-labelledby=${`lead-setup-tab-${tab}`} class="lead-setup__panel"><${Panel} key=${tab} /></div></div>`;
}
