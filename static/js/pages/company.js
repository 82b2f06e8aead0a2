/** One company: its facts, its people, what is to be done, and everything that happened with its people on one timeline. */
import { get } from "../lib/api.js";
import { boot } from "../lib/boot.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { liveTitle } from "../shell/pageTitle.js";
import { onEvent } from "../store/live.js";
import { can, isLimited } from "../store/session.js";
import { Day } from "../timeline/Day.js";
import { groupByDay } from "../timeline/days.js";
import { cardFor } from "../timeline/kinds.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { CompanyForm } from "./companies/CompanyForm.js";
import { CompanyFacts, CompanyHead } from "./company/CompanyHead.js";
import { People } from "./company/People.js";
import { OpenTasks } from "./customer/TasksPanel.js";
import { Sections } from "./customers/Sections.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { OutsideReach } from "./OutsideReach.js";
import { useList } from "./useList.js";
import { useResource } from "./useResource.js";
import "./companies/words.js";

export const css = ["css/pages/_shared.css", "css/pages/timeline.css", "css/pages/player.css", "css/pages/tasks.css", "css/pages/annotations.css"];
export const title = () => t("companies.one");

export default function CompanyPage({ params }) {
  const { data: company, error, reload, set } = useResource(() => get(`/companies/${params.id}`), [params.id]);
  const [isEditing, setEditing] = useState(false);
  useEffect(() => { if (company) liveTitle.value = company.name; }, [company?.name]);
  useEffect(() => {
    const stops = ["local.company", "resync"].map((type) => onEvent(type, reload));
    return () => stops.forEach((stop) => stop());
  }, [params.id]);
  if (error?.status === 404) {
    return html`<div class="page"><${EmptyState} icon="building-2" title=${t("companies.unknown")} text=${t("companies.unknown_text")}><a class="btn" href="/companies">${t("companies.back")}</a><//></div>`;
  }
  if (error?.code === "outside_reach") return html`<${OutsideReach} back="/companies" backWords=${t("companies.back")} words="pages.outside.company" />`;
  if (error && !company) return html`<div class="page"><${LoadFailed} error=${error} onRetry=${reload} /></div>`;
  if (!company) return html`<div class="page page--wide"><${Sections} current="companies" /><${Skeleton} title lines=${8} /></div>`;
  const isEditable = can("companies.edit");
  return html`<div class="page page--wide company">
    <${Sections} current="companies" />
    <${CompanyHead} company=${company}>${isEditable && html`<${Button} icon="pencil" onClick=${() => setEditing(true)}>${t("companies.edit")}<//>`}<//>
    <div class="company__columns">
      <${CompanyTimeline} key=${company.id} company=${company} />
      <aside class="company__side"><${People} company=${company} isEditable=${isEditable} />
        <${OpenTasks} key=${company.id} asked=${{ state: "open", company: company.id }} about=${{ company_id: company.id }} />
        <${CompanyFacts} company=${company} /></aside>
    </div>
    ${isEditing && html`<${CompanyForm} company=${company} onClose=${() => setEditing(false)} onSaved=${(saved) => { set(saved); setEditing(false); toast(t("companies.saved"), { kind: "done" }); }} />`}
  </div>`;
}

function CompanyTimeline({ company }) {
  const list = useList((cursor, asked) => get(`/companies/${asked.id}/timeline`, { limit: 20, cursor }), { id: company.id });
  useEffect(() => onEvent("local.company", () => list.reload()), []);
  const items = list.items.value;
  return html`<section class="timeline" aria-label=${t("companies.timeline")}>
    ${list.isLoading.value ? html`<${Skeleton} lines=${8} />`
    : list.error.value && !items.length ? html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`
    : !items.length ? html`<${EmptyState} icon="history" title=${t(isLimited.value ? "companies.timeline_empty_limited" : "companies.timeline_empty")} text=${t(isLimited.value ? "companies.timeline_empty_limited_text" : "companies.timeline_empty_text")} />`
    : html`${groupByDay(items, boot.timezone).map((group) => html`<div key=${group.day} class="timeline__group"><${Day} day=${group.day} />
        ${group.items.map((item) => html`<div key=${`${item.kind}:${item.ref_id}`}><a class="company__item-who" href=${`/customers/${item.customer_id}`}>${item.customer_name}</a><${cardFor(item.kind)} item=${item} /></div>`)}</div>`)}
      <${MoreRows} list=${list} />`}
  </section>`;
}
