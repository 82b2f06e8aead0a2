/** The buttons of a lead: see it, take it, move it, win or lose it, give it on. */
import { get, patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { can, me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { useResource } from "../useResource.js";
import { ConvertDialog } from "./ConvertDialog.js";
import { DeclineDialog } from "./DeclineDialog.js";
import { LoseDialog } from "./LoseDialog.js";
import { acknowledge, decline, move, take } from "./verbs.js";

export function Actions({ lead, onChange, onReload }) {
  const stages = useResource(() => get("/lead-stages"), []);
  const agents = useResource(() => (can("leads.assign") ? get("/lead-agents") : Promise.resolve({ items: [] })), []);
  const [dialog, setDialog] = useState(null);
  const run = async (verb, words) => {
    try { onChange(await verb()); if (words) toast(words, { kind: "done" }); } catch (error) { toast(errorText(error), { kind: "late" }); onReload(); }
  };
  const isMine = lead.owner_id === me.value?.id;
  const isOpen = lead.state === "open";
  const all = (stages.data?.items || []).filter((stage) => stage.is_active);
  const lost = all.find((stage) => stage.kind === "lost");
  const mayChange = isMine || can("leads.assign") || lead.routing === "waiting";
  const give = (id, words) => run(() => patch(`/leads/${lead.id}`, { owner_id: id }, { ifMatch: lead.version }), words);
  return html`
    ${isOpen && isMine && !lead.acknowledged_at && html`<${Button} kind="primary" icon="check" onClick=${() => run(() => acknowledge(lead), t("leads.acknowledged"))}>${t("leads.acknowledge")}<//>`}
    ${isOpen && !lead.owner_id && html`<${Button} kind="primary" icon="user-check" onClick=${() => run(() => take(lead), t("leads.taken"))}>${t("leads.take")}<//>`}
    ${isOpen && mayChange && lead.routing !== "floating" && html`<${Button} icon="check-check" onClick=${() => setDialog("win")}>${t("leads.win")}<//>`}
    ${isOpen && mayChange && lost && html`<${Button} icon="x" onClick=${() => setDialog("lose")}>${t("leads.lose")}<//>`}
    ${mayChange && html`<${Menu} align="end" label=${t("leads.more")} trigger=${html`${t("leads.more")}<${Icon} name="chevron-down" />`} items=${[
      { heading: t("leads.move_to") },
      ...all.filter((stage) => stage.kind === "open" || stage.id === lead.stage).map((stage) => ({ label: labelOf(stage), isChecked: stage.id === lead.stage, run: () => stage.id !== lead.stage && move(lead, stage, onChange) })),
      isOpen && isMine && "rule", isOpen && isMine && { label: t("leads.decline"), icon: "rotate-ccw", run: () => setDialog("decline") },
      isOpen && can("leads.assign") && "rule", isOpen && can("leads.assign") && { heading: t("leads.give_to") },
      ...(isOpen ? agents.data?.items || [] : []).map((one) => ({ label: one.name, hint: String(one.open_leads), isChecked: one.user_id === lead.owner_id, run: () => one.user_id !== lead.owner_id && give(one.user_id, t("leads.given", { name: one.name })) })),
      isOpen && can("leads.assign") && lead.owner_id && { label: t("leads.distribute_again"), icon: "refresh-cw", run: () => give(null, t("leads.distributed_again")) },
    ]} />`}
    ${dialog === "win" && html`<${ConvertDialog} lead=${lead} onDone=${(won) => { setDialog(null); onChange(won); }} onClose=${() => setDialog(null)} />`}
    ${dialog === "lose" && html`<${LoseDialog} lead=${lead} onClose=${() => setDialog(null)} onLose=${(reason) => { setDialog(null); move(lead, lost, onChange, reason).then(onReload); }} />`}
    ${dialog === "decline" && html`<${DeclineDialog} onClose=${() => setDialog(null)} onDone=${(reason) => { setDialog(null); run(() => decline(lead, reason), t("leads.declined")); }} />`}`;
}
