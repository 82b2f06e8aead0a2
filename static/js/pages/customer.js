/** One customer: who they are, and everything that happened with them on one timeline that fills in live. */
import { get } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { liveTitle } from "../shell/pageTitle.js";
import { can } from "../store/session.js";
import { addItem } from "../timeline/merge.js";
import { Timeline } from "../timeline/Timeline.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Tabs } from "../ui/Tabs.js";
import { Details } from "./customer/Details.js";
import { Header } from "./customer/Header.js";
import { Identities } from "./customer/Identities.js";
import { NoteForm } from "./customer/NoteForm.js";
import { Stats } from "./customer/Stats.js";
import { useTimeline } from "./customer/useTimeline.js";
import { LoadFailed } from "./LoadFailed.js";
import { useResource } from "./useResource.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/customer.css", "css/pages/timeline.css", "css/pages/player.css"];
export const title = () => t("customers.one");

export default function CustomerPage({ params }) {
  const { data: customer, error, reload, set } = useResource(() => get(`/customers/${params.id}`), [params.id]);
  const { list, filters, setFilters } = useTimeline(params.id, useReloadSoon(reload));
  useEffect(() => { if (customer) liveTitle.value = customer.display_name; }, [customer?.display_name]);

  if (error?.status === 404) {
    return html`<div class="page"><${EmptyState} icon="users" title=${t("customer.unknown")} text=${t("customer.unknown_text")}>
      <a class="btn" href="/customers">${t("customer.back_to_list")}</a><//></div>`;
  }
  if (error && !customer) return html`<div class="page"><${LoadFailed} error=${error} onRetry=${reload} /></div>`;
  if (!customer) return html`<div class="page"><${Skeleton} title lines=${8} /></div>`;
  return html`<${Profile} customer=${customer} onChange=${set} onReload=${reload} list=${list} filters=${filters} onFilter=${setFilters} />`;
}

function Profile({ customer, onChange, onReload, list, filters, onFilter }) {
  const [tab, setTab] = useState("timeline");
  const isEditable = can("customers.edit");
  return html`<div class=${`page page--wide customer customer--${tab}`}>
    <${Header} customer=${customer} />
    <div class="customer__tabs"><${Tabs} name="customer" label=${t("customer.parts")} value=${tab} onChange=${setTab}
      items=${[{ id: "timeline", label: t("timeline.title") }, { id: "details", label: t("customer.details") }]} /></div>
    <div class="customer__columns" id="customer-panel">
      <div class="customer__main">
        ${isEditable && html`<${NoteForm} customerId=${customer.id} onAdded=${(item) => list.change((items) => addItem(items, item))} />`}
        <${Timeline} list=${list} filters=${filters} onFilter=${onFilter} />
      </div>
      <aside class="customer__side" aria-label=${t("customer.details")}>
        <${Stats} customer=${customer} />
        <${Identities} customer=${customer} isEditable=${isEditable} onChange=${onChange} onReload=${onReload} />
        <${Details} customer=${customer} isEditable=${isEditable} onChange=${onChange} />
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
