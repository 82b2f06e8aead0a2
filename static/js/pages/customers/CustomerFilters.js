/** Which customers: by words, status, class, owner, team, province; in one line that wraps. */
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { me } from "../../store/session.js";
import { Choice } from "../calls/CallFilters.js";
import { fetchTags, tags } from "../annotations/tagList.js";
import { SEGMENTS, STATUSES } from "../customer/fields.js";
import { FilterBar } from "../FilterBar.js";
import { agents, fetchAgents, fetchTeams, teams } from "../people.js";
import { SearchField } from "../SearchField.js";

export function CustomerFilters({ filters, onChange, onClear }) {
  useEffect(() => { fetchAgents(); fetchTags(); fetchTeams(); }, []);
  const people = agents.value.filter((agent) => agent.id !== me.value?.id).map((agent) => [agent.id, agent.name]);
  const owners = [["none", t("customers.no_owner")], [me.value?.id, t("pages.me")], ...people];
  if (filters.owner && !owners.some(([id]) => id === filters.owner)) owners.push([filters.owner, t("pages.one_agent")]);
  const teamChoices = teams.value.filter((team) => !team.is_archived || team.id === filters.team).map((team) => [team.id, team.name]);
  const search = html`<${SearchField} value=${filters.q} label=${t("customers.search")} placeholder=${t("customers.search_hint")} onSearch=${(q) => onChange({ q })} />`;
  return html`<${FilterBar} first=${search} count=${Object.values(filters).filter(Boolean).length} onClear=${onClear}>
    <${Choice} label=${t("customers.status")} any=${t("customers.any_status")} value=${filters.status} onChange=${(status) => onChange({ status })}
      options=${STATUSES.map((one) => [one, t(`customers.statuses.${one}`)])} />
    <${Choice} label=${t("customers.class")} any=${t("customers.any_class")} value=${filters.segment} onChange=${(segment) => onChange({ segment })}
      options=${[...SEGMENTS.map((one) => [one, t(`customer.options.segment.${one}`)]), ["none", t("customers.no_class")]]} />
    <${Choice} label=${t("customers.owner")} any=${t("customers.any_owner")} value=${filters.owner} onChange=${(owner) => onChange({ owner })} options=${owners} />
    ${(teamChoices.length > 0 || filters.team) && html`<${Choice} label=${t("customers.team")} any=${t("customers.any_team")} value=${filters.team} onChange=${(team) => onChange({ team })} options=${teamChoices} />`}
    ${(tags.value.length > 0 || filters.tag) && html`<${Choice} label=${t("customers.tag")} any=${t("customers.any_tag")} value=${filters.tag} onChange=${(tag) => onChange({ tag })} options=${tags.value.map((tag) => [tag.id, tag.name])} />`}
    <${Province} value=${filters.province} onChange=${(province) => onChange({ province })} /><//>`;
}

/** Applied on Enter or when one leaves it: half a province finds nobody. */
function Province({ value, onChange }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const apply = () => typed.trim() !== value && onChange(typed.trim());
  return html`<input class="input customers__province" type="text" maxlength="60" autocomplete="off" aria-label=${t("customers.province")} placeholder=${t("customers.province")} value=${typed}
    onInput=${(event) => setTyped(event.currentTarget.value)} onBlur=${apply} onKeyDown=${(event) => event.key === "Enter" && apply()} />`;
}
