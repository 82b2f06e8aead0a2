/** A customer or company of another team, or something of theirs: not for this person, said kindly; whom to ask, and the way back. */
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { me } from "../store/session.js";
import { Avatar } from "../ui/Avatar.js";
import { EmptyState } from "../ui/EmptyState.js";
import { colleagues, fetchColleagues } from "./colleagues.js";
import { fetchTeams, teams } from "./people.js";
import { whoHelps } from "./teams/membership.js";
import "./words.js";

/** `words`: where those about the thing are. */
export function OutsideReach({ back, backWords, words = "pages.outside" }) {
  useEffect(() => { fetchColleagues(); fetchTeams(); }, []);
  const isOwn = me.value?.reach === "own";
  const helpers = whoHelps(colleagues.value, teams.value, me.value);
  return html`<div class="page" role="alert"><${EmptyState} icon="users" title=${t(`${words}.${isOwn ? "title_own" : "title"}`)} text=${t(`${words}.${isOwn ? "own" : "team"}`)}>
    ${helpers.length > 0 && html`<p class="empty__text">${t(`${words}.ask`)}</p>
      <ul class="outside__people">${helpers.map((one) => html`<li key=${one.id} class="row"><${Avatar} name=${one.name} size=${24} /><span>${one.name}</span><span class="dim">${t(`role.${one.role}`)}</span></li>`)}</ul>`}
    <a class="btn" href=${back}>${backWords}</a><//></div>`;
}
