/** People who are in no team, and a way into one for each. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { Menu } from "../../ui/Menu.js";

export const Teamless = ({ people, teams, onJoin }) => html`<section class="panel teamless" aria-labelledby="teamless">
  <h2 id="teamless" class="row"><${Icon} name="circle-alert" /><span>${t("teams.none_of", { count: people.length })}</span></h2>
  <p class="muted">${t("teams.none_of_text")}</p>
  <ul class="teamless__people">${people.map((one) => html`<li key=${one.id} class="teamless__one"><${Avatar} name=${one.name} size=${24} /><span class="cut">${one.name}</span><span class="dim">${t(`role.${one.role}`)}</span>
    <${Menu} align="end" triggerClass="btn btn--small" label=${t("teams.put_in", { name: one.name })} trigger=${html`<${Icon} name="plus" size=${14} />${t("teams.put")}`}
      items=${teams.map((team) => ({ label: team.name, run: () => onJoin(one, team) }))} /></li>`)}</ul>
</section>`;
