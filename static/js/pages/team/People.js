/** Everybody with an account: role, phone, and the ways to end access. */
import { del, patch } from "../../lib/api.js";
import { formatPhone } from "../../lib/format.js";
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { navigate } from "../../shell/router.js";
import { me } from "../../store/session.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { Menu } from "../../ui/Menu.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { fetchTeams, teams } from "../people.js";
import { teamsOf } from "../teams/membership.js";
import { useResource } from "../useResource.js";
import { fetchPeople } from "./fetchPeople.js";
import { PersonDialog } from "./PersonDialog.js";

export function People() {
  const people = useResource(fetchPeople, []);
  const [hasInactive, setHasInactive] = useState(false);
  const [edited, setEdited] = useState(null);
  const [asked, setAsked] = useState(null);
  useEffect(() => { fetchTeams(); }, []);
  const put = (user) => people.set((known) => (known.some((one) => one.id === user.id) ? known.map((one) => (one.id === user.id ? user : one)) : [...known, user]));
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      return null;
    }
  };
  const setActive = (user, isActive) => attempt(async () => {
    put(await patch(`/users/${user.id}`, { is_active: isActive }));
    toast(t(isActive ? "team.activated" : "team.deactivated", { name: user.name }), { kind: "done", undo: isActive ? undefined : () => setActive(user, true) });
  });
  const signOut = (user) => attempt(async () => {
    const { ended } = await del(`/users/${user.id}/sessions`);
    toast(t("team.signed_out", { name: user.name, count: ended }), { kind: "done" });
  });
  const shown = (people.data || []).filter((user) => hasInactive || user.is_active);
  return html`<div class="row row--wrap team__head"><label class="check"><input type="checkbox" checked=${hasInactive} onChange=${(event) => setHasInactive(event.currentTarget.checked)} /><span>${t("team.show_inactive")}</span></label>
      <span class="push"></span><${Button} kind="primary" icon="user-plus" onClick=${() => setEdited({})}>${t("team.add")}<//></div>
    ${people.error && !people.data ? html`<${LoadFailed} error=${people.error} onRetry=${people.reload} />`
      : !people.data ? html`<div class="panel"><${Skeleton} lines=${6} /></div>`
      : html`<table class="table table--cards team__table"><thead><tr><th scope="col">${t("team.name")}</th><th scope="col">${t("team.role")}</th><th scope="col">${t("team.teams")}</th><th scope="col">${t("team.answers_on")}</th><th scope="col">${t("team.own_phone")}</th>
          <th scope="col">${t("team.two_steps")}</th><th scope="col"><span class="sr-only">${t("team.actions")}</span></th></tr></thead>
        <tbody>${shown.map((user) => html`<${Row} key=${user.id} user=${user} onEdit=${() => setEdited(user)} onAsk=${(what) => setAsked({ what, user })} onActivate=${() => setActive(user, true)} />`)}</tbody></table>`}
    ${edited && html`<${PersonDialog} user=${edited} onSaved=${(user) => { setEdited(null); put(user); }} onClose=${() => setEdited(null)} />`}
    ${asked && html`<${Confirm} title=${t(`team.${asked.what}_title`, { name: asked.user.name })} text=${t(`team.${asked.what}_text`)} action=${t(`team.${asked.what}`)}
      onConfirm=${() => (asked.what === "deactivate" ? setActive(asked.user, false) : signOut(asked.user))} onClose=${() => setAsked(null)} />`}`;
}

function Row({ user, onEdit, onAsk, onActivate }) {
  const isMe = user.id === me.value?.id;
  const theirs = teamsOf(teams.value, user.id);
  const items = [
    { label: t("team.edit", { name: user.name }), icon: "pencil", run: onEdit },
    { label: t("team.schedule"), icon: "calendar-clock", run: () => navigate("/schedule") },
    user.is_active && { label: t("team.sign_out"), icon: "log-out", run: () => onAsk("sign_out") },
    "rule",
    user.is_active ? { label: t("team.deactivate"), icon: "ban", isDanger: true, isDisabled: isMe, run: () => onAsk("deactivate") } : { label: t("team.activate"), icon: "rotate-ccw", run: onActivate },
  ];
  return html`<tr class=${`table__row ${user.is_active ? "" : "team__inactive"}`}>
    <td><span class="row"><${Avatar} name=${user.name} size=${24} /><span class="team__who"><button type="button" class="table__link cut" onClick=${onEdit}>${user.name}</button><span class="dim cut">${user.email}</span></span>
      ${!user.is_active && html`<${Badge}>${t("team.inactive")}<//>`}</span></td>
    <td>${t(`role.${user.role}`)}</td><td data-label=${t("team.teams")}>${theirs.length ? theirs.map((team) => team.name).join(", ") : html`<span class="dim none">–</span>`}</td>
    <td data-label=${t("team.answers_on")}>${t(`team.${user.answers_on}`)}</td>
    <td class="num" data-label=${t("team.own_phone")}>${user.own_phone ? formatPhone(user.own_phone) : html`<span class="dim none">–</span>`}</td>
    <td>${user.is_totp_on ? html`<${Badge} kind="done" icon="shield-check">${t("team.two_steps")}<//>` : html`<span class="dim none">–</span>`}</td>
    <td class="team__actions"><${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("team.menu", { name: user.name })} trigger=${html`<${Icon} name="ellipsis" />`} items=${items} /></td></tr>`;
}
