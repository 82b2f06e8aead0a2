/** Who may sign in, as what, in which team, and the statuses they pick. For admins. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Tabs } from "../ui/Tabs.js";
import { People } from "./team/People.js";
import { Statuses } from "./team/Statuses.js";
import { Teams } from "./teams/Teams.js";
import "./team/words.js";

export const css = ["css/pages/_shared.css", "css/pages/team.css", "css/pages/teams.css"];
export const title = () => t("team.title");

const PANELS = { people: People, teams: Teams, statuses: Statuses };
const TABS = Object.keys(PANELS);

export default function TeamPage({ query }) {
  if (!can("users.manage")) return html`<div class="page"><${EmptyState} icon="lock" title=${t("pages.forbidden")} /></div>`;
  const tab = TABS.includes(query.tab) ? query.tab : "people";
  const Panel = PANELS[tab];
  return html`<div class="page page--wide team">
    <header class="page__head"><h1>${t("team.title")}</h1></header>
    <${Tabs} name="team" label=${t("team.tabs")} value=${tab} onChange=${(id) => navigate(`/people?tab=${id}`, { replace: true })} items=${TABS.map((id) => ({ id, label: t(`team.${id}`) }))} />
    <div id="team-panel" role="tabpanel" aria-labelledby=${`team-tab-${tab}`} class="team__panel"><${Panel} /></div>
  </div>`;
}
