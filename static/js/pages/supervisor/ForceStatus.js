/** A supervisor sets somebody's status: asked first, said after, and taken back with one click. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { statusKind } from "../../shell/statusLooks.js";
import { can, me, statuses } from "../../store/session.js";
import { Confirm } from "../../ui/Dialog.js";
import { Menu } from "../../ui/Menu.js";
import { statusLabel } from "./AgentRow.js";
import { withPresence } from "./presence.js";
import { endWrapUp } from "./verbs.js";

export function ForceStatus({ agent, onChange, onNote }) {
  const [chosen, setChosen] = useState(null);
  const [Time, setTime] = useState(null);
  const [isEnding, setEnding] = useState(false);
  if (!can("agents.force_status")) return null;
  const showTime = async () => { const { TimeSpentDialog } = await import("../team/TimeSpentDialog.js"); setTime(() => TimeSpentDialog); };
  const isMe = agent.id === me.value?.id;
  const force = async (status) => {
    try {
      const presence = await post(`/agents/${agent.id}/status`, { status });
      onChange((known) => known && withPresence(known, presence));
      return true;
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      return false;
    }
  };
  const confirm = async () => {
    const before = agent.status;
    const canGoBack = statuses.value.some((one) => one.code === before && one.is_pickable !== false);
    if (await force(chosen.code)) {
      toast(t("supervisor.forced", { name: agent.name, status: labelOf(chosen) }), { kind: "done", undo: canGoBack ? () => force(before) : undefined });
    }
  };
  const pickable = statuses.value.filter((one) => one.is_pickable !== false);
  return html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("supervisor.force_for", { name: agent.name })} trigger=${html`<${Icon} name="ellipsis" />`}
      items=${[{ label: t("supervisor.time_spent"), icon: "clock", run: showTime }, ...(isMe || !can("floor.direct") ? [] : [{ label: t("wall.note_to"), icon: "send", run: () => onNote({ agent }) }]), ...(isMe || agent.activity !== "wrap_up" || !can("floor.direct") ? [] : [{ label: t("wall.end_wrap_up"), icon: "circle-check", run: () => setEnding(true) }]), ...(isMe ? [] : [{ heading: t("supervisor.force") }]), ...(isMe ? [] : pickable).map((status) => ({ label: labelOf(status), dot: statusKind(status.code), isChecked: status.code === agent.status, isDisabled: status.code === agent.status, run: () => setChosen(status) }))]} />
    ${Time && html`<${Time} agent=${agent} onClose=${() => setTime(null)} />`}
    ${isEnding && html`<${Confirm} kind="primary" title=${t("wall.end_wrap_up_title", { name: agent.name })} text=${t("wall.end_wrap_up_text")} action=${t("wall.end_wrap_up")} onConfirm=${() => endWrapUp(agent)} onClose=${() => setEnding(false)} />`}
    ${chosen && html`<${Confirm} kind="primary" title=${t("supervisor.force_title", { name: agent.name })} action=${t("supervisor.force_action", { status: labelOf(chosen) })} onConfirm=${confirm} onClose=${() => setChosen(null)}
      text=${t(agent.activity === "idle" ? "supervisor.force_text" : "supervisor.force_text_busy", { from: statusLabel(agent.status), to: labelOf(chosen) })} />`}`;
}
