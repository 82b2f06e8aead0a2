/** Whom a customer lives with. */
import { get } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { onEvent } from "../../store/live.js";
import { Button } from "../../ui/Button.js";
import { Lookup } from "../Lookup.js";
import { findCustomers } from "../lookups.js";
import { useResource } from "../useResource.js";
import { addMate, changeRelation, removeMate } from "./companyVerbs.js";

const RELATIONS = ["spouse", "parent", "child", "sibling", "relative", "other"];

export function Households({ customer, isEditable }) {
  const { data, reload } = useResource(() => get(`/customers/${customer.id}/households`), [customer.id]);
  const [isAdding, setAdding] = useState(false);
  useEffect(() => onEvent("local.company", reload), [customer.id]);
  const homes = data?.items || [];
  const search = async (text) => (await findCustomers(text)).filter((one) => one.id !== customer.id && !homes[0]?.members.some((mate) => mate.customer_id === one.id));
  return html`<div class="panel__head household-head"><h2>${t("companies.households")}</h2>
      ${isEditable && !isAdding && html`<span class="push"><${Button} kind="ghost" size="small" icon="plus" label=${t("companies.add_household")} onClick=${() => setAdding(true)} /></span>`}</div>
    ${data && !homes.length && !isAdding && html`<p class="muted">${t("companies.no_household")}</p>`}
    ${homes.map((home) => html`<div key=${home.id} class="household"><ul class="people-list">${home.members.filter((one) => one.customer_id !== customer.id).map((mate) => html`<${Mate} key=${mate.id} home=${home} mate=${mate} isEditable=${isEditable} />`)}</ul></div>`)}
    ${isAdding && html`<div class="household-form"><${Lookup} label=${t("companies.find_mate")} search=${search} onClose=${() => setAdding(false)} onPick=${(one) => { setAdding(false); addMate(customer, homes[0], one, "other"); }} />
      <p class="dim">${t("companies.shared_hint")}</p></div>`}`;
}

const Mate = (props) => props.mate.is_outside ? html`<${Outside} relation=${props.mate.relation} />` : html`<${Known} ...${props} />`;

const Outside = ({ relation }) => html`<li class="people-list__row"><${Icon} name="house" size=${14} class="dim" />
  <span class="people-list__who muted">${t("companies.outside_mate")}</span><span class="dim">${t(`companies.relations.${relation}`)}</span></li>`;

const Known = ({ home, mate, isEditable }) => html`<li class="people-list__row"><${Icon} name="house" size=${14} class="dim" />
  <span class="people-list__who"><a class="cut" href=${`/customers/${mate.customer_id}`}>${mate.customer_name}</a></span>
  ${isEditable ? html`<select class="input filters__select" aria-label=${`${t("companies.relation")}: ${mate.customer_name}`} value=${mate.relation} onChange=${(event) => changeRelation(home, mate, event.currentTarget.value)}>
      ${RELATIONS.map((one) => html`<option key=${one} value=${one}>${t(`companies.relations.${one}`)}</option>`)}</select>
    <button type="button" class="copy" aria-label=${t("companies.remove_mate", { name: mate.customer_name })} title=${t("companies.remove_mate", { name: mate.customer_name })} onClick=${() => removeMate(home, mate)}><${Icon} name="x" size=${14} /></button>`
  : html`<span class="dim">${t(`companies.relations.${mate.relation}`)}</span>`}</li>`;
