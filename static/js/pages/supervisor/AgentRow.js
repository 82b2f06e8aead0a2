/** One agent: the status they picked, what we see them do, and what may be done about it. */
import { formatClock } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { isOverdue, statusKind } from "../../shell/statusLooks.js";
import { statuses } from "../../store/session.js";
import { Stars } from "../../timeline/Stars.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge, Dot } from "../../ui/Badge.js";
import { Timer } from "../../ui/Timer.js";
import { ForceStatus } from "./ForceStatus.js";
import { ListenIn } from "./ListenIn.js";
import { activityIcon, activityKind } from "./presence.js";

export function AgentRow({ agent, onChange, onNote }) {
  const { handled, talk_seconds: talk, missed_offers: missed, average_rating: rating } = agent.today || {};
  return html`<tr class=${agent.status === "offline" ? "agents__offline" : ""}>
    <td class="agents__who"><span class="row"><${Avatar} name=${agent.name} size=${24} /><span class="cut">${agent.name}</span></span></td>
    <td class="agents__status"><${Status} agent=${agent} /></td>
    <td class="agents__activity"><${Activity} agent=${agent} /></td>
    <td class="table__number" data-label=${t("supervisor.columns.handled")}>${handled ?? 0}</td>
    <td class="table__number" data-label=${t("supervisor.columns.talk")}>${talk ? formatClock(talk) : html`<span class="dim none">–</span>`}</td>
    <td class="table__number" data-label=${t("supervisor.columns.missed")}>${missed || html`<span class="dim">0</span>`}</td>
    <td class="table__number" data-label=${t("supervisor.columns.rating")}>${rating ? html`<${Stars} score=${rating} />` : html`<span class="dim none">–</span>`}</td>
    <td class="agents__actions"><${ListenIn} agent=${agent} /><${ForceStatus} agent=${agent} onChange=${onChange} onNote=${onNote} /></td>
  </tr>`;
}

function Status({ agent }) {
  const isLost = !agent.is_reachable && agent.status !== "offline";
  const next = statuses.value.find((one) => one.code === agent.next_status);
  return html`<span class="row row--wrap"><${Dot} kind=${isLost ? "late" : statusKind(agent.status)} />
    <span>${statusLabel(agent.status)}</span><span class=${isOverdue(agent.status, agent.status_since) ? "state-late" : "dim"}><${Timer} since=${agent.status_since} /></span>
    ${isLost && html`<${Badge} kind="late" icon="wifi-off">${t("supervisor.unreachable")}<//>`}
    ${agent.off_duty && agent.status !== "offline" && html`<${Badge} icon="calendar-clock">${t(`status.${agent.off_duty}`)}<//>`}
    ${next && html`<span class="dim">→ ${labelOf(next)}</span>`}</span>`;
}

export const statusLabel = (code) => labelOf(statuses.value.find((one) => one.code === code)) || code;

function Activity({ agent }) {
  if (agent.activity === "idle") return html`<span class="dim">${agent.status === "offline" ? "–" : html`${t("activity.idle")} <${Timer} since=${agent.activity_since} />`}</span>`;
  return html`<span class=${`row state-${activityKind(agent.activity)}`}><${Icon} name=${activityIcon(agent.activity)} size=${14} /><span>${t(`activity.${agent.activity}`)}</span><${Timer} since=${agent.activity_since} /></span>
    ${agent.call && html`<a class="agents__call cut" href=${`/calls/${agent.call.id}`}>${agent.call.customer_name || agent.call.number || t("calls.anonymous")}</a>`}`;
}
