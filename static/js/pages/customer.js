/** One customer: who they are, what happened with them on one timeline that fills in live, and what each area knows. */
import { get } from "../lib/api.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { liveTitle } from "../shell/pageTitle.js";
import { navigate } from "../shell/router.js";
import { onEvent } from "../store/live.js";
import { can, isLimited } from "../store/session.js";
import { addItem } from "../timeline/merge.js";
import { Timeline } from "../timeline/Timeline.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Tabs } from "../ui/Tabs.js";
import { Header } from "./customer/Header.js";
import { History } from "./customer/History.js";
import { Identities } from "./customer/Identities.js";
import { KeyFacts } from "./customer/KeyFacts.js";
import { NoteForm } from "./customer/NoteForm.js";
import { panelsOf } from "./customer/panels.js";
import { ProfileGroups } from "./customer/ProfileGroups.js";
import { Stats } from "./customer/Stats.js";
import { useTimeline } from "./customer/useTimeline.js";
import { Sections } from "./customers/Sections.js";
import { LoadFailed } from "./LoadFailed.js";
import { OutsideReach } from "./OutsideReach.js";
import { readFilters, showFilters } from "./query.js";
import { useResource } from "./useResource.js";
import "./customer/words.js";

export const css = ["css/pages/_shared.css", "css/pages/customer.css", "css/pages/timeline.css", "css/pages/player.css", "css/pages/orders.css", "css/pages/tasks.css", "css/pages/annotations.css"];
export const title = () => t("customers.one");

export default function CustomerPage({ params, query }) {
  const { data: customer, error, reload, set } = useResource(() => get(`/customers/${params.id}`), [params.id]);
  const reloadSoon = useReloadSoon(reload);
  const { list, filters, setFilters } = useTimeline(params.id, query, reloadSoon, !isLimited.value || Boolean(customer));
  // A field being edited keeps the version it was opened on: what a colleague saves meanwhile is shown as a conflict.
  useEffect(() => onEvent("customer.updated", (data) => data.id === customer?.id && data.version > customer.version && reloadSoon()), [customer?.id, customer?.version]);
  // A merged record's address leads on to who stands for it.
  useEffect(() => { if (customer && customer.id !== params.id) navigate(`/customers/${customer.id}?from=${params.id}`, { replace: true }); }, [customer?.id, params.id]);
  useEffect(() => { if (customer) liveTitle.value = customer.display_name; }, [customer?.display_name]);

  if (error?.code === "outside_reach") return html`<${OutsideReach} back="/customers" backWords=${t("customer.back_to_list")} />`;
  if (error?.status === 404) {
    return html`<div class="page"><${EmptyState} icon="users" title=${t("customer.unknown")} text=${t("customer.unknown_text")}>
      <a class="btn" href="/customers">${t("customer.back_to_list")}</a><//></div>`;
  }
  const isLost = error?.status === 403; // it was given to somebody whose customers one does not see
  if (error && (!customer || isLost)) return html`<div class="page"><${LoadFailed} error=${error} onRetry=${reload} /></div>`;
  if (!customer) return html`<div class="page"><${Skeleton} title lines=${8} /></div>`;
  return html`<${Profile} key=${params.id} id=${params.id} query=${query} customer=${customer} onChange=${set} onReload=${reload} list=${list} filters=${filters} onFilter=${setFilters} />`;
}

function Profile({ id, query, customer, onChange, onReload, list, filters, onFilter }) {
  const isEditable = can("customers.edit");
  const tabs = [
    { id: "timeline", label: t("timeline.title") }, { id: "details", label: t("customer.details") },
    ...panelsOf("tab", can).map((panel) => ({ id: panel.id, label: panel.label ? panel.label() : t(`customer.panels.${panel.id}`) })),
    { id: "history", label: t("profile.history") },
  ];
  const { tab: asked } = readFilters(query, { tab: "timeline" });
  const tab = tabs.some((one) => one.id === asked) ? asked : "timeline";
  const open = (next) => showFilters(`/customers/${id}`, { tab: next }, { tab: "timeline" });
  const panel = { customer, isEditable, onReload };
  return html`<div class=${`page page--wide customer customer--${tab}`}>
    <div class="customer__top"><${Sections} current="people" /></div>
    <${Header} customer=${customer} />
    <div class="customer__columns">
      <div class="customer__center">
        <div class="customer__tabs"><${Tabs} name="customer" label=${t("customer.parts")} value=${tab} onChange=${open} items=${tabs} /></div>
        <div class="customer__main" id="customer-panel" role="tabpanel" aria-labelledby=${`customer-tab-${tab}`}>
          ${tab === "timeline" && html`${isEditable && html`<${NoteForm} customerId=${customer.id} onAdded=${(item) => { list.change((items) => addItem(items, item)); onReload(); }} />`}
            <${Timeline} list=${list} filters=${filters} onFilter=${onFilter} />`}
          ${tab === "details" && html`<${ProfileGroups} customer=${customer} isEditable=${isEditable} onChange=${onChange} />`}
          ${tab === "history" && html`<${History} customer=${customer} isEditable=${isEditable} onChange=${onChange} />`}
          ${panelsOf("tab", can).filter((one) => one.id === tab).map((one) => html`<${one.Component} key=${one.id} ...${panel} />`)}
        </div>
      </div>
      <aside class="customer__side" aria-label=${t("profile.side")}>
        <${Stats} customer=${customer} />
        <${Identities} customer=${customer} isEditable=${isEditable} onChange=${onChange} onReload=${onReload} />
        ${panelsOf("side", can).map((one) => html`<${one.Component} key=${one.id} ...${panel} />`)}
        ${tab !== "details" && html`<${KeyFacts} customer=${customer} isEditable=${isEditable} onChange=${onChange} onAll=${() => open("details")} />`}
      </aside>
    </div>
  </div>`;
}

/** The figures of a customer follow their calls; several events of one call ask once. */
function useReloadSoon(reload, pauseMs = 800) {
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(reload, pauseMs);
  };
}
