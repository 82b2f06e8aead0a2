/** That one sees some of the customers only, and which: a word, and what it means on hover, focus or tap. */
import { html, useEffect, useId, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { me } from "../../store/session.js";
import { fetchTeams, teams } from "../people.js";
import { teamsOf } from "../teams/membership.js";

export function ReachHint() {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const reach = me.value?.reach || "all";
  useEffect(() => { if (reach === "team") fetchTeams(); }, [reach]);
  if (reach === "all") return null;
  const names = teamsOf(teams.value, me.value?.id).map((team) => team.name).join(", ");
  return html`<span class="reach-hint" onMouseEnter=${() => setOpen(true)} onMouseLeave=${() => setOpen(false)}>
    <button type="button" class="chip" aria-describedby=${id} onFocus=${() => setOpen(true)} onBlur=${() => setOpen(false)} onClick=${() => setOpen(true)} onKeyDown=${(event) => event.key === "Escape" && setOpen(false)}>
      <${Icon} name="eye" size=${14} />${t(`customers.reach.${reach}`)}</button>
    <span class="reach-hint__text" role="tooltip" id=${id} hidden=${!isOpen}>${names && reach === "team" ? html`<b>${names}.</b> ` : ""}${t(`customers.reach.${reach}_text`)} ${t("customers.reach.others")}</span></span>`;
}
