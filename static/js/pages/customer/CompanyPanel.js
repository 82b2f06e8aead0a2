/** Where a customer works, and with whom they live. */
import { get, post } from "../../lib/api.js";
import { formatDate } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { onEvent } from "../../store/live.js";
import { can } from "../../store/session.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { attempt, changePerson, createCompany, removePerson } from "../companies/companyVerbs.js";
import { Households } from "../companies/Households.js";
import { Lookup } from "../Lookup.js";
import { findCompanies } from "../lookups.js";
import { useResource } from "../useResource.js";
import "../companies/words.js";
import "../tasks/words.js";

export function CompanyPanel({ customer, isEditable, onReload }) {
  const { data, reload } = useResource(() => get(`/customers/${customer.id}/companies`), [customer.id]);
  const [isAdding, setAdding] = useState(false);
  useEffect(() => onEvent("local.company", () => { reload(); onReload(); }), [customer.id]);
  const mayEdit = isEditable && can("companies.edit");
  const link = (company) => attempt(async () => {
    setAdding(false);
    await post(`/companies/${company.id}/people`, { customer_id: customer.id, title: customer.job_title || "" });
    toast(t("companies.linked", { name: company.label || company.name }), { kind: "done" });
  });
  const create = (name) => attempt(async () => link(await createCompany(name)));
  return html`<section class="panel" aria-labelledby="customer-company">
    <div class="panel__head"><h2 id="customer-company">${t("companies.one")}</h2>
      ${mayEdit && !isAdding && html`<span class="push"><${Button} kind="ghost" size="small" icon="plus" label=${t("companies.link")} onClick=${() => setAdding(true)} /></span>`}</div>
    ${data && !data.items.length && !isAdding && html`<p class="muted">${t("companies.no_company")}</p>`}
    <ul class="people-list">${data?.items.map((person) => html`<${Workplace} key=${person.id} person=${person} customer=${customer} isEditable=${mayEdit} />`)}</ul>
    ${isAdding && html`<${Lookup} label=${t("companies.find_company")} search=${findCompanies} onPick=${link} onCreate=${create} createWords=${(name) => t("companies.create_named", { name })} onClose=${() => setAdding(false)} />`}
    <${Households} customer=${customer} isEditable=${isEditable} onReload=${onReload} />
  </section>`;
}

function Workplace({ person, customer, isEditable }) {
  const today = new Date().toISOString().slice(0, 10);
  const name = customer.display_name;
  const items = [
    person.until
      ? { label: t("companies.came_back"), icon: "rotate-ccw", run: () => changePerson(person, { until: null }, { until: person.until }, t("companies.added", { name })) }
      : { label: t("companies.left"), icon: "log-out", run: () => changePerson(person, { until: today }, { until: null }, t("companies.marked_left", { name })) },
    { label: t("companies.remove"), icon: "trash-2", isDanger: true, run: () => removePerson(person, person.company_name) },
  ];
  return html`<li class=${`people-list__row ${person.until ? "people-list__row--former" : ""}`}><${Icon} name="building-2" size=${14} class="dim" />
    <span class="people-list__who"><a class="cut" href=${`/companies/${person.company_id}`}>${person.company_name}</a>
      ${(person.title || person.until) && html`<span class="dim cut">${[person.title, person.until && t("companies.former", { date: formatDate(person.until) })].filter(Boolean).join(" · ")}</span>`}</span>
    ${person.is_main && !person.until && html`<${Badge} kind="accent">${t("companies.main")}<//>`}
    ${isEditable && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("companies.person_actions", { name: person.company_name })} trigger=${html`<${Icon} name="ellipsis" />`} items=${items} />`}</li>`;
}
