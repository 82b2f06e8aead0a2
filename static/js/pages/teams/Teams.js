/** Teams as cards, who is in none, and whose customers each role sees. For admins. */
import { get } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { onEvent } from "../../store/live.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { fetchPeople } from "../team/fetchPeople.js";
import { useResource } from "../useResource.js";
import { LeftBehind } from "./LeftBehind.js";
import { living, teamless } from "./membership.js";
import { ReachRules } from "./ReachRules.js";
import { TeamCard } from "./TeamCard.js";
import { TeamDialog } from "./TeamDialog.js";
import { Teamless } from "./Teamless.js";
import { useTeamActions } from "./useTeamActions.js";
import "./words.js";

export function Teams() {
  const { data, error, reload } = useResource(fetchAll, []);
  const [edited, setEdited] = useState(null);
  const actions = useTeamActions(reload);
  useEffect(() => {
    const stops = ["teams.updated", "resync"].map((type) => onEvent(type, reload));
    return () => stops.forEach((stop) => stop());
  }, []);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<div class="panel"><${Skeleton} lines=${6} /></div>`;
  const { teams, people } = data;
  const shown = living(teams);
  const lone = teamless(people, teams);
  const create = html`<${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("teams.create")}<//>`;
  return html`<div class="teams">
    <section class="stack" aria-labelledby="teams-list">
      <div class="row row--wrap team__head"><h2 id="teams-list" class="sr-only">${t("teams.title")}</h2><p class="muted">${t("teams.text")}</p><span class="push"></span>${shown.length > 0 && create}</div>
      ${shown.length ? html`<ul class="teams__cards">${shown.map((team) => html`<${TeamCard} key=${team.id} team=${team} people=${people} onEdit=${() => setEdited(team)} onArchive=${() => actions.archive(team, true)} />`)}</ul>`
        : html`<div class="panel"><${EmptyState} icon="users" title=${t("teams.empty")} text=${t("teams.empty_text")}>${create}<//></div>`}
      <${Archived} teams=${teams.filter((team) => team.is_archived)} onRestore=${(team) => actions.archive(team, false)} />
    </section>
    ${shown.length > 0 && lone.length > 0 && html`<${Teamless} people=${lone} teams=${shown} onJoin=${actions.join} />`}
    ${data.left.length > 0 && html`<${LeftBehind} items=${data.left} />`}
    <${ReachRules} saved=${data.reach} lone=${lone} onSaved=${reload} />
    ${edited && html`<${TeamDialog} team=${edited} teams=${teams} people=${people} onSaved=${() => { setEdited(null); reload(); }} onClose=${() => setEdited(null)} />`}
  </div>`;
}

function Archived({ teams, onRestore }) {
  if (!teams.length) return null;
  return html`<details class="teams__archived"><summary>${t("teams.archived_ones", { count: teams.length })}</summary>
    <ul>${teams.map((team) => html`<li key=${team.id} class="row"><span class="cut">${team.name}</span><span class="dim num">${t("teams.people", { count: team.member_ids.length })}</span>
      <span class="push"></span><${Button} size="small" icon="rotate-ccw" label=${t("teams.restore_one", { name: team.name })} onClick=${() => onRestore(team)}>${t("teams.restore")}<//></li>`)}</ul></details>`;
}

async function fetchAll() {
  const [teams, people, reach, left] = await Promise.all([get("/teams"), fetchPeople(), get("/reach"), get("/reach/left-behind")]);
  return { teams: teams.items, people, reach, left: left.items };
}
