/** Skills: what some agents can and others cannot. */
import { get, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { SkillForm } from "./SkillForm.js";

export function Skills({ isEditable }) {
  const { data, error, reload } = useResource(() => get("/skills"), []);
  const [edited, setEdited] = useState(null);
  const flip = async (skill) => {
    try {
      const saved = await patch(`/skills/${skill.id}`, { is_active: !skill.is_active }, { ifMatch: skill.version });
      toast(t("routing.skill.saved", { name: skill.name }), { kind: "done", undo: () => flip(saved) });
    } catch (failure) {
      toast(failure.code === "skill_in_use" ? t("routing.skill.in_use", { queue: failure.details.queue }) : errorText(failure), { kind: "late" });
    }
    reload();
  };
  const save = async (skill, fields) => {
    const saved = skill.id ? await patch(`/skills/${skill.id}`, fields, { ifMatch: skill.version }) : await post("/skills", fields);
    toast(t("routing.skill.saved", { name: saved.name }), { kind: "done" });
    setEdited(null);
    reload();
  };
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${6} />`;
  const create = isEditable && html`<${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("routing.skill.create")}<//>`;
  return html`${data.items.length ? html`<div class="row queues__bar">${create}</div><table class="table table--cards">
      <thead><tr><th scope="col">${t("routing.skill.name")}</th><th scope="col">${t("routing.skill.kind")}</th><th scope="col" class="table__number">${t("routing.skill.agents")}</th>${isEditable && html`<th scope="col"><span class="sr-only">${t("routing.columns.actions")}</span></th>`}</tr></thead>
      <tbody>${data.items.map((skill) => html`<tr key=${skill.id} class="table__row"><td>${isEditable ? html`<button type="button" class="table__link" onClick=${() => setEdited(skill)}>${skill.name}</button>` : skill.name} ${!skill.is_active && html`<${Badge}>${t("routing.skill.archived")}<//>`}</td>
        <td data-label=${t("routing.skill.kind")}>${t(`routing.kinds.${skill.kind}`)}</td><td data-label=${t("routing.skill.agents")} class="table__number">${skill.agents}</td>
        ${isEditable && html`<td class="table__number"><${Button} kind="ghost" size="small" onClick=${() => flip(skill)}>${t(skill.is_active ? "routing.skill.archive" : "routing.skill.restore")}<//></td>`}</tr>`)}</tbody></table>`
    : html`<${EmptyState} icon="sparkles" title=${t("routing.skill.empty")} text=${t("routing.skill.empty_text")}>${create}<//>`}
    ${edited && html`<${SkillForm} skill=${edited} onSave=${save} onClose=${() => setEdited(null)} />`}`;
}
