/** What is still to be done for this customer, beside their page. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { QuickAdd } from "../tasks/QuickAdd.js";
import { TaskDialog } from "../tasks/TaskDialog.js";
import { TaskRow } from "../tasks/TaskRow.js";
import { useTasks } from "../tasks/useTasks.js";
import { Button } from "../../ui/Button.js";
import "../tasks/words.js";

const FEW = 5;

export const TasksPanel = ({ customer }) => html`<${OpenTasks} key=${customer.id} asked=${{ state: "open", customer: customer.id }} about=${{ customer_id: customer.id }} promising=${{ customer_id: customer.id, customer_name: customer.display_name }} />`;

/** Also for a company: `asked` is the list's query, `about` what a new task is about. */
export function OpenTasks({ asked, about, promising }) {
  const [Promised, setPromised] = useState(null);
  const openPromise = async () => setPromised(await import("../missed/CallbackDialog.js"));
  const list = useTasks(asked);
  const [opened, setOpened] = useState(null);
  const [isWhole, setWhole] = useState(false);
  const tasks = list.items.value;
  const shown = isWhole ? tasks : tasks.slice(0, FEW);
  return html`<section class="panel tasks-panel" aria-labelledby="tasks-panel">
    <h2 id="tasks-panel">${t("tasks.title")}${tasks.length > 0 && html` <span class="dim num">${tasks.length}</span>`}</h2>
    ${!list.isLoading.value && !tasks.length && html`<p class="muted">${t("tasks.nothing_here")}</p>`}
    <ul>${shown.map((task) => html`<${TaskRow} key=${task.id} task=${task} isShort onOpen=${setOpened} />`)}</ul>
    ${tasks.length > shown.length && html`<${Button} kind="ghost" size="small" onClick=${() => setWhole(true)}>${t("tasks.more", { count: tasks.length - shown.length })}<//>`}
    <div class="tasks-panel__add"><${QuickAdd} about=${about} />${promising && html`<${Button} size="small" icon="calendar-clock" onClick=${openPromise}>${t("tasks.promise")}<//>`}</div>
    ${Promised && html`<${Promised.CallbackDialog} about=${promising} onClose=${() => setPromised(null)} />`}
    ${opened && html`<${TaskDialog} key=${opened.id} task=${opened} onClose=${() => setOpened(null)} />`}
  </section>`;
}
