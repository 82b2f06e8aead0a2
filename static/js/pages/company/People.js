/** Who works there: the main contact first, those who left last. */
import { get } from "../../lib/api.js";
import { formatDate } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { CallTo } from "../../phone/CallTo.js";
import { onEvent } from "../../store/live.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { addPerson, changePerson, removePerson } from "../companies/companyVerbs.js";
import { Lookup } from "../Lookup.js";
import { findCustomers } from "../lookups.js";
import { useResource } from "../useResource.js";

export function People({ company, isEditable }) {
  const { data, reload } = useResource(() => get(`/companies/${company.id}/people`), [company.id]);
  const [isAdding, setAdding] = useState(false);
  useEffect(() => onEvent("local.company", reload), [company.id]);
  const people = data?.items || [];
  return html`<section class="panel" aria-labelledby="company-people">
    <div class="panel__head"><h2 id="company-people">${t("companies.people")}${people.length > 0 && html` <span class="dim num">${people.filter((one) => !one.until).length}</span>`}</h2>
      ${isEditable && !isAdding && html`<span class="push"><${Button} kind="ghost" size="small" icon="user-plus" label=${t("companies.add_person")} onClick=${() => setAdding(true)} /></span>`}</div>
    ${isAdding && html`<${Lookup} label=${t("companies.find_person")} search=${findCustomers} onClose=${() => setAdding(false)} onPick=${(one) => { setAdding(false); addPerson(company.id, one.id, one.label); }} />`}
    ${data && !people.length && !data.outside && !isAdding && html`<p class="muted">${t("companies.nobody")}</p>`}
    <ul class="people-list">${people.map((person) => html`<${Person} key=${person.id} person=${person} isEditable=${isEditable} />`)}</ul>
    ${data?.outside > 0 && html`<p class="muted">${t(people.length ? "companies.outside" : "companies.outside_only", { count: data.outside })}</p>`}
  </section>`;
}

function Person({ person, isEditable }) {
  const [isNaming, setNaming] = useState(false);
  const name = person.customer_name;
  const setTitle = (event) => {
    event.preventDefault();
    const title = event.currentTarget.elements.title.value.trim();
    setNaming(false);
    if (title !== person.title) changePerson(person, { title }, { title: person.title }, t("companies.saved"));
  };
  return html`<li class=${`people-list__row ${person.until ? "people-list__row--former" : ""}`}><${Avatar} name=${name} size=${24} />
    <span class="people-list__who"><a class="cut" href=${`/customers/${person.customer_id}`}>${name}</a>
      ${isNaming ? html`<form onSubmit=${setTitle} onFocusOut=${setTitle}><input class="input" name="title" maxlength="100" autofocus ref=${(input) => input?.focus()} autocomplete="off" aria-label=${t("companies.title_of")} defaultValue=${person.title}
          onKeyDown=${(event) => { if (event.key === "Escape") { event.stopPropagation(); setNaming(false); } }} /></form>`
      : (person.title || person.until) && html`<span class="dim cut">${[person.title, person.until && t("companies.former", { date: formatDate(person.until) })].filter(Boolean).join(" · ")}</span>`}</span>
    <${CallTo} number=${person.number} customerId=${person.customer_id} name=${name} />
    ${person.is_main && !person.until && html`<${Badge} kind="accent">${t("companies.main")}<//>`}
    ${isEditable && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("companies.person_actions", { name })} trigger=${html`<${Icon} name="ellipsis" />`} items=${actionsOf(person, name, setNaming)} />`}</li>`;
}

function actionsOf(person, name, setNaming) {
  const today = new Date().toISOString().slice(0, 10);
  return [
    !person.until && !person.is_main && { label: t("companies.make_main"), icon: "star", run: () => changePerson(person, { is_main: true }, { is_main: false }, t("companies.marked_main", { name })) },
    { label: t("companies.set_title"), icon: "pencil", run: () => setNaming(true) },
    person.until ? { label: t("companies.came_back"), icon: "rotate-ccw", run: () => changePerson(person, { until: null }, { until: person.until }, t("companies.added", { name })) }
      : { label: t("companies.left"), icon: "log-out", run: () => changePerson(person, { until: today }, { until: null }, t("companies.marked_left", { name })) },
    { label: t("companies.remove"), icon: "trash-2", isDanger: true, run: () => removePerson(person, name) },
  ];
}
