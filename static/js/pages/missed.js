/** Whom somebody must still call: those who called in vain, and those to whom a call was promised. */
import { get } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { onEvent } from "../store/live.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { Tabs } from "../ui/Tabs.js";
import { CallbackDialog } from "./missed/CallbackDialog.js";
import { Callbacks } from "./missed/Callbacks.js";
import { Missed } from "./missed/Missed.js";
import { PolicyDialog } from "./missed/PolicyDialog.js";
import { readFilters, showFilters } from "./query.js";
import { useResource } from "./useResource.js";
import "./missed/words.js";

export const css = ["css/pages/_shared.css", "css/pages/tasks.css", "css/pages/missed.css"];
export const title = () => t("missed.title");

const NO_FILTERS = { tab: "missed", view: "open", who: "" };
const PARTS = { missed: Missed, callbacks: Callbacks };

export default function MissedPage({ query }) {
  const filters = readFilters(query, NO_FILTERS);
  const tab = filters.tab in PARTS ? filters.tab : "missed";
  const { data: counts, reload } = useResource(() => get("/missed-callers/counts"), []);
  const [dialog, setDialog] = useState(null);
  useEffect(() => {
    const stops = ["missed.updated", "resync"].map((type) => onEvent(type, () => reload()));
    return () => stops.forEach((stop) => stop());
  }, []);
  const show = (part) => showFilters("/missed", { ...filters, tab, ...part }, NO_FILTERS);
  const Part = PARTS[tab];
  const items = [{ id: "missed", label: t("missed.tabs.missed"), count: counts?.open || undefined }, { id: "callbacks", label: t("missed.tabs.callbacks") }];
  return html`<div class="page missed-page">
    <header class="page__head"><h1>${t("missed.title")}</h1><span class="push"></span>
      ${can("missed.manage") && html`<${Button} icon="timer" onClick=${() => setDialog("policy")}>${t("missed.policy")}<//>`}
      <${Button} kind="primary" icon="calendar-clock" onClick=${() => setDialog("callback")}>${t("callbacks.new")}<//></header>
    <${Tabs} name="missed" label=${t("missed.title")} value=${tab} items=${items} onChange=${(next) => showFilters("/missed", { tab: next }, NO_FILTERS)} />
    <div id="missed-panel" class="missed-part" role="tabpanel" aria-labelledby=${`missed-tab-${tab}`}><${Part} key=${tab} filters=${filters} show=${show} /></div>
    ${dialog === "policy" && html`<${PolicyDialog} onClose=${() => setDialog(null)} />`}
    ${dialog === "callback" && html`<${CallbackDialog} onClose=${() => setDialog(null)} />`}
  </div>`;
}
