/** One team: its name, what it is for, and faces. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { navigate } from "../../shell/router.js";
import { Avatar } from "../../ui/Avatar.js";
import { Menu } from "../../ui/Menu.js";

const FACES = 7;

export function TeamCard({ team, people, onEdit, onArchive }) {
  const members = people.filter((one) => team.member_ids.includes(one.id) && one.is_active);
  const items = [
    { label: t("teams.edit"), icon: "pencil", run: onEdit },
    { label: t("teams.customers"), icon: "users", run: () => navigate(`/customers?team=${team.id}`) },
    "rule",
    { label: t("teams.archive"), icon: "trash-2", isDanger: true, run: onArchive },
  ];
  return html`<li class="panel team-card">
    <div class="team-card__head"><h3 class="cut"><button type="button" class="table__link cut" onClick=${onEdit}>${team.name}</button></h3>
      <${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("teams.menu", { name: team.name })} trigger=${html`<${Icon} name="ellipsis" />`} items=${items} /></div>
    ${team.description && html`<p class="muted team-card__text">${team.description}</p>`}
    <div class="team-card__foot"><${Faces} people=${members} /><span class=${members.length ? "dim num" : "state-waiting"}>${t("teams.people", { count: members.length })}</span></div>
  </li>`;
}

function Faces({ people }) {
  const shown = people.length > FACES ? people.slice(0, FACES - 1) : people;
  return html`<ul class="faces" aria-label=${t("teams.members")}>${shown.map((one) => html`<li key=${one.id} title=${one.name}><${Avatar} name=${one.name} size=${32} /><span class="sr-only">${one.name}</span></li>`)}
    ${people.length > shown.length && html`<li class="faces__more num" title=${people.slice(shown.length).map((one) => one.name).join(", ")}>+${people.length - shown.length}</li>`}</ul>`;
}
