/** What each agent takes at once, what they can, and which queues they serve. */
import { get } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { PersonForm } from "./PersonForm.js";

export function People({ isEditable }) {
  const { data, error, reload } = useResource(() => get("/agents/routing"), []);
  const [edited, setEdited] = useState(null);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${8} />`;
  const saved = (person) => {
    toast(t("routing.person.saved", { name: person.name }), { kind: "done" });
    setEdited(null);
    reload();
  };
  return html`<table class="table table--cards people"><thead><tr><th scope="col">${t("routing.member.agent")}</th><th scope="col">${t("routing.person.capacity")}</th><th scope="col">${t("routing.person.skills")}</th><th scope="col">${t("routing.person.queues")}</th></tr></thead>
    <tbody>${data.items.map((person) => html`<tr key=${person.agent_id} class="table__row"><td><span class="row"><${Avatar} name=${person.name} size=${24} />${isEditable ? html`<button type="button" class="table__link" onClick=${() => setEdited(person)}>${person.name}</button>` : person.name}</span></td>
      <td class="num" data-label=${t("routing.person.capacity")}>${capacityOf(person.capacity)}</td>
      <td data-label=${t("routing.person.skills")}>${person.skills.length ? html`<span class="row row--wrap">${person.skills.map((one) => html`<${Badge} key=${one.skill_id} kind="line" title=${t(`routing.kinds.${one.kind}`)}>${one.name} ${one.level}<//>`)}</span>` : html`<span class="dim">${t("routing.person.no_skills")}</span>`}</td>
      <td data-label=${t("routing.person.queues")}>${person.queues.length ? person.queues.map((one) => one.name).join(", ") : html`<span class="state-late">${t("routing.person.no_queues")}</span>`}</td></tr>`)}</tbody></table>
    ${edited && html`<${PersonForm} person=${edited} onSaved=${saved} onClose=${() => setEdited(null)} />`}`;
}

const capacityOf = (capacity) => ["calls", "chats", "emails"].map((what) => t(`routing.person.at_once.${what}`, { count: capacity[what] })).join(" · ");
