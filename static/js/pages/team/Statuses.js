/** The statuses in the order of the menu; those put away stand below. */
import { get, patch, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { StatusDialog } from "./StatusDialog.js";

const FIXED = ["available", "offline", "not_responding"];

export function Statuses() {
  const statuses = useResource(() => get("/statuses").then((body) => body.items), []);
  const [edited, setEdited] = useState(null);
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
    statuses.reload();
  };
  const archive = (one, isArchived) => attempt(async () => {
    await patch(`/statuses/${one.code}`, { is_archived: isArchived });
    toast(t(isArchived ? "status_edit.archived_toast" : "status_edit.restored_toast", { name: labelOf(one) }), { kind: "done", undo: () => archive(one, !isArchived) });
  });
  const movable = (statuses.data || []).filter((one) => one.position < 900 && !one.is_archived);
  const move = (one, step) => attempt(async () => {
    const codes = movable.map((other) => other.code);
    const at = codes.indexOf(one.code);
    codes.splice(at + step, 0, ...codes.splice(at, 1));
    await put("/statuses/order", { codes });
  });
  const rows = [...(statuses.data || [])].sort((a, b) => Number(a.is_archived) - Number(b.is_archived));
  return html`<div class="row row--wrap team__head"><p class="muted">${t("status_edit.text")}</p><span class="push"></span><${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("status_edit.add")}<//></div>
    ${statuses.error && !statuses.data ? html`<${LoadFailed} error=${statuses.error} onRetry=${statuses.reload} />`
      : !statuses.data ? html`<div class="panel"><${Skeleton} lines=${6} /></div>`
      : html`<table class="table table--cards team__table"><thead><tr><th scope="col">${t("status_edit.name")}</th><th scope="col">${t("status_edit.counts")}</th><th scope="col"><span class="sr-only">${t("team.actions")}</span></th></tr></thead>
        <tbody>${rows.map((one) => html`<${Row} key=${one.code} one=${one} at=${movable.indexOf(one)} last=${movable.length - 1} onMove=${move} onEdit=${setEdited} onArchive=${archive} />`)}</tbody></table>`}
    ${edited && html`<${StatusDialog} status=${edited} onSaved=${() => { setEdited(null); statuses.reload(); }} onClose=${() => setEdited(null)} />`}`;
}

function Row({ one, at, last, onMove, onEdit, onArchive }) {
  const name = labelOf(one);
  const counts = [t(one.is_ready ? "status_edit.ready" : "status_edit.not_ready"), one.is_break && t("status_edit.break"), !one.is_paid && t("status_edit.unpaid"), one.max_minutes && t("status_edit.max_of", { n: one.max_minutes }), one.code === "not_responding" && t("status_edit.not_pickable")];
  return html`<tr class=${`table__row ${one.is_archived ? "team__inactive" : ""}`}>
    <td><span class="row row--wrap"><span class=${`status-mark status-mark--${one.colour}`}><${Icon} name=${one.icon} size=${14} /></span><b>${name}</b>
      ${one.is_builtin && html`<${Badge} kind="line">${t("status_edit.builtin")}<//>`}${one.is_archived && html`<${Badge}>${t("status_edit.archived")}<//>`}</span></td>
    <td>${counts.filter(Boolean).join(" · ")}</td>
    <td class="team__actions"><span class="row">
      ${at >= 0 && html`<${Button} kind="ghost" size="small" icon="chevron-up" label=${t("status_edit.up", { name })} disabled=${at === 0} onClick=${() => onMove(one, -1)} />
        <${Button} kind="ghost" size="small" icon="chevron-down" label=${t("status_edit.down", { name })} disabled=${at === last} onClick=${() => onMove(one, 1)} />`}
      <${Button} size="small" icon="pencil" label=${t("status_edit.edit", { name })} onClick=${() => onEdit(one)} />
      ${!FIXED.includes(one.code) && html`<${Button} size="small" onClick=${() => onArchive(one, !one.is_archived)}>${t(one.is_archived ? "status_edit.restore" : "status_edit.archive")}<//>`}</span></td></tr>`;
}
