/** Queues, skills and people: who gets which work. Admins edit, supervisors read. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { Tabs } from "../ui/Tabs.js";
import { Fairness } from "./fairness/Fairness.js";
import { People } from "./queues/People.js";
import { Queues } from "./queues/Queues.js";
import { Skills } from "./queues/Skills.js";
import { Trials } from "./trials/Trials.js";
import "./queues/words.js";

export const css = ["css/pages/_shared.css", "css/pages/queues.css", "css/pages/trials.css"];
export const title = () => t("routing.title");

const TABS = { queues: Queues, skills: Skills, people: People, fairness: Fairness, trials: Trials };

export default function QueuesPage({ query }) {
  const tab = TABS[query.tab] ? query.tab : "queues";
  const Panel = TABS[tab];
  const show = (id) => navigate(id === "queues" ? "/queues" : `/queues?tab=${id}`, { replace: true });
  return html`<div class="page page--wide">
    <header class="page__head"><h1>${t("routing.title")}</h1></header>
    <${Tabs} name="queues" label=${t("routing.tabs.label")} value=${tab} onChange=${show} items=${Object.keys(TABS).map((id) => ({ id, label: t(`routing.tabs.${id}`) }))} />
    <section id="queues-panel" role="tabpanel" aria-labelledby=${`queues-tab-${tab}`} class="queues__panel"><${Panel} isEditable=${can("queues.manage")} query=${query} /></section>
  </div>`;
}
