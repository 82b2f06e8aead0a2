/** Whose: everybody, me, or (for those who may see colleagues) one of them. */
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { me } from "../store/session.js";
import { agents, fetchAgents } from "./people.js";

export function AgentSelect({ value, onChange }) {
  useEffect(() => { fetchAgents(); }, []);
  const others = agents.value.filter((agent) => agent.id !== me.value?.id);
  return html`<select class="input filters__select" aria-label=${t("pages.agent")} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
    <option value="">${t("pages.any_agent")}</option>
    <option value=${me.value?.id}>${t("pages.me")}</option>
    ${others.map((agent) => html`<option key=${agent.id} value=${agent.id}>${agent.name}</option>`)}
    ${value && value !== me.value?.id && !others.some((agent) => agent.id === value) && html`<option value=${value}>${t("pages.one_agent")}</option>`}
  </select>`;
}
