/** The wallboard: who asks for help, figures that ask for an action, each queue, who does what, what just happened. */
import { get } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Menu } from "../ui/Menu.js";
import { Later } from "../console/Later.js";
import { Acts } from "./supervisor/Acts.js";
import { AgentTable } from "./supervisor/AgentTable.js";
import { Figures } from "./supervisor/Figures.js";
import { Hands } from "./supervisor/Hands.js";
import { hiddenQueues, toggleQueue } from "./supervisor/hiddenQueues.js";
import { HourChart } from "./supervisor/HourChart.js";
import { Listening } from "./supervisor/Listening.js";
import { QueueBoard } from "./supervisor/QueueBoard.js";
import { RecentCalls } from "./supervisor/RecentCalls.js";
import { useAgents } from "./supervisor/useAgents.js";
import { useBoard } from "./supervisor/useBoard.js";
import { usePolled } from "./usePolled.js";
import "./supervisor/words.js";

export const css = ["css/pages/_shared.css", "css/pages/supervisor.css", "css/pages/wallboard.css", "css/pages/calls.css", "css/pages/timeline.css", "css/pages/player.css"];
export const title = () => t("supervisor.title");

const REPORT_MS = 15_000;
const loadNote = () => import("./supervisor/NoteDialog.js");
const loadScreens = () => import("./supervisor/ScreensDialog.js");

export default function Supervisor() {
  if (!can("reports.read")) return html`<div class="page"><${EmptyState} icon="lock" title=${t("pages.forbidden")} text=${t("supervisor.forbidden")} /></div>`;
  return html`<${Wallboard} />`;
}

function Wallboard() {
  const report = usePolled(() => get("/reports/today"), { everyMs: REPORT_MS });
  const agents = useAgents();
  const board = useBoard();
  const [dialog, setDialog] = useState(null);
  const note = (to) => setDialog({ note: to });
  return html`<div class="page page--wide supervisor">
    <header class="page__head"><h1>${t("supervisor.title")}</h1><span class="push"></span><${Chooser} queues=${board.data?.queues} />
      ${can("floor.direct") && html`<${Button} icon="send" onClick=${() => note({})}>${t("wall.note_all")}<//>`}
      ${can("screens.manage") && html`<${Button} icon="monitor" onClick=${() => setDialog({ screens: true })}>${t("wall.screens")}<//>`}</header>
    <${Hands} />
    ${can("calls.monitor") && html`<${Listening} />`}
    <${Figures} report=${report} leads=${board.data?.leads} />
    <${QueueBoard} board=${board} agents=${agents.data || []} hidden=${hiddenQueues.value} onNote=${note} />
    <div class="supervisor__columns">
      <div class="supervisor__main"><${AgentTable} agents=${agents} onNote=${note} /><${RecentCalls} /></div>
      <div class="supervisor__side"><${HourChart} report=${report} />${can("floor.direct") && html`<${Acts} />`}</div>
    </div>
    ${dialog?.note && html`<${Later} load=${loadNote} name="NoteDialog" to=${dialog.note} onClose=${() => setDialog(null)} />`}
    ${dialog?.screens && html`<${Later} load=${loadScreens} name="ScreensDialog" queues=${board.data?.queues || []} onClose=${() => setDialog(null)} />`}
  </div>`;
}

/** Which queues to look at: kept in this browser. */
function Chooser({ queues }) {
  if (!queues || queues.length < 2) return null;
  const shown = queues.length - hiddenQueues.value.filter((id) => queues.some((queue) => queue.id === id)).length;
  return html`<${Menu} align="end" trigger=${html`<${Icon} name="list-filter" />${t("wall.chosen", { n: shown, all: queues.length })}`}
    items=${queues.map((queue) => ({ label: queue.name, isChecked: !hiddenQueues.value.includes(queue.id), run: () => toggleQueue(queue.id) }))} />`;
}
