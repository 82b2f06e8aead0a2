/** The supervisor's first page: figures that ask for an action, who does what, who waits, what just happened. */
import { get } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can } from "../store/session.js";
import { EmptyState } from "../ui/EmptyState.js";
import { AgentTable } from "./supervisor/AgentTable.js";
import { Figures } from "./supervisor/Figures.js";
import { HourChart } from "./supervisor/HourChart.js";
import { Listening } from "./supervisor/Listening.js";
import { RecentCalls } from "./supervisor/RecentCalls.js";
import { useAgents } from "./supervisor/useAgents.js";
import { WaitingList } from "./supervisor/WaitingList.js";
import { usePolled } from "./usePolled.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/supervisor.css", "css/pages/calls.css", "css/pages/timeline.css", "css/pages/player.css"];
export const title = () => t("supervisor.title");

const REPORT_MS = 15_000;

export default function Supervisor() {
  if (!can("reports.read")) return html`<div class="page"><${EmptyState} icon="lock" title=${t("pages.forbidden")} text=${t("supervisor.forbidden")} /></div>`;
  return html`<${Wallboard} />`;
}

function Wallboard() {
  const report = usePolled(() => get("/reports/today"), { everyMs: REPORT_MS });
  const agents = useAgents();
  const waiting = usePolled(() => get("/queues/waiting").then((body) => body.items), { everyMs: REPORT_MS, events: ["queue.updated", "call.updated", "work.stuck"] });
  return html`<div class="page page--wide supervisor">
    <h1 class="sr-only">${t("supervisor.title")}</h1>
    ${can("calls.monitor") && html`<${Listening} />`}
    <${Figures} report=${report} />
    <div class="supervisor__columns">
      <div class="supervisor__main"><${AgentTable} agents=${agents} /><${RecentCalls} /></div>
      <div class="supervisor__side"><${WaitingList} waiting=${waiting} /><${HourChart} report=${report} /></div>
    </div>
  </div>`;
}
