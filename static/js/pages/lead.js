/** One lead: what is wanted, what to do next, why it is whose it is, and all that was done. */
import { get } from "../lib/api.js";
import { html, useEffect } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { labelOf, t } from "../lib/i18n.js";
import { liveTitle } from "../shell/pageTitle.js";
import { onEvent } from "../store/live.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Actions } from "./leads/Actions.js";
import { Attempts } from "./leads/Attempts.js";
import { Facts } from "./leads/Facts.js";
import { History } from "./leads/History.js";
import { nameOf } from "./leads/model.js";
import { NextStep } from "./leads/NextStep.js";
import { Sla } from "./leads/Sla.js";
import { Why } from "./leads/Why.js";
import { Whose } from "./leads/Whose.js";
import { LoadFailed } from "./LoadFailed.js";
import { OutsideReach } from "./OutsideReach.js";
import { useResource } from "./useResource.js";
import "./leads/words.js";

export const css = ["css/pages/_shared.css", "css/pages/tasks.css", "css/pages/leads.css"];
export const title = () => t("leads.one");

export default function Lead({ params: { id } }) {
  const { data: lead, error, reload, set } = useResource(() => get(`/leads/${id}`), [id]);
  useEffect(() => { if (lead) liveTitle.value = nameOf(lead); }, [lead && nameOf(lead)]);
  useEffect(() => {
    const stops = [onEvent("lead.updated", ({ lead: told }) => told.id === id && reload()), onEvent("resync", reload)];
    return () => stops.forEach((stop) => stop());
  }, [id]);
  if (error?.code === "outside_reach") return html`<${OutsideReach} back="/leads" backWords=${t("leads.title")} />`;
  if (error?.status === 404) return html`<div class="page"><${EmptyState} icon="target" title=${t("leads.unknown")}><a class="btn" href="/leads">${t("leads.title")}</a><//></div>`;
  if (error && !lead) return html`<div class="page"><${LoadFailed} error=${error} onRetry=${reload} /></div>`;
  if (!lead) return html`<div class="page"><${Skeleton} title lines=${8} /></div>`;
  return html`<div class="page page--wide lead">
    <a class="back" href="/leads"><${Icon} name="arrow-left" />${t("leads.title")}</a>
    <header class="page__head"><h1>${nameOf(lead)}</h1><span class="badge">${labelOf(lead, "stage_label")}</span><${Sla} lead=${lead} />
      <span class="push"></span><${Actions} lead=${lead} onChange=${set} onReload=${reload} /></header>
    <div class="lead__columns">
      <div class="lead__main">${!lead.customer_id && html`<${Whose} lead=${lead} onChange=${set} />`}
        <${NextStep} key=${`${lead.id}:${lead.next_step}:${lead.next_step_at}`} lead=${lead} onChange=${set} onReload=${reload} /><${Facts} lead=${lead} onChange=${set} onReload=${reload} /></div>
      <div class="lead__side"><${Attempts} lead=${lead} /><${Why} lead=${lead} /><${History} lead=${lead} /></div>
    </div></div>`;
}
