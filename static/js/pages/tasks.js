/** What I have to do, by the clock: overdue, today, later, done. */
import { boot } from "../lib/boot.js";
import { minute } from "../lib/clock.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { LoadFailed } from "./LoadFailed.js";
import { MoreRows } from "./MoreRows.js";
import { readFilters, showFilters } from "./query.js";
import { GROUPS, groupOf } from "./tasks/model.js";
import { QuickAdd } from "./tasks/QuickAdd.js";
import { TaskDialog } from "./tasks/TaskDialog.js";
import { TaskRow } from "./tasks/TaskRow.js";
import { useTaskKeys } from "./tasks/useTaskKeys.js";
import { useTasks } from "./tasks/useTasks.js";
import "./tasks/words.js";

export const css = ["css/pages/_shared.css", "css/pages/tasks.css"];
export const title = () => t("tasks.title");

const NO_FILTERS = { who: "mine" };

export default function Tasks({ query }) {
  const { who } = readFilters(query, NO_FILTERS);
  const isMine = who !== "all";
  const list = useTasks({ state: "open", mine: isMine });
  const [opened, setOpened] = useState(null);
  useTaskKeys(list, setOpened);
  return html`<div class="page tasks">
    <header class="page__head"><h1>${t("tasks.title")}</h1>
      <span class="filters__chips" role="group" aria-label=${t("tasks.whose")}>${["mine", "all"].map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${String(who === one)}
        onClick=${() => showFilters("/tasks", { who: one }, NO_FILTERS)}>${t(`tasks.who.${one}`)}</button>`)}</span></header>
    <${QuickAdd} hasShortcut />
    <${Groups} list=${list} onOpen=${setOpened} />
    <${Done} key=${who} isMine=${isMine} onOpen=${setOpened} />
    ${opened && html`<${TaskDialog} key=${opened.id} task=${opened} onClose=${() => setOpened(null)} />`}
  </div>`;
}

function Groups({ list, onOpen }) {
  const tasks = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${8} />`;
  if (list.error.value && !tasks.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!tasks.length) return html`<${EmptyState} icon="circle-check" title=${t("tasks.nothing")} text=${t("tasks.nothing_text")} />`;
  const now = minute.value;
  return html`${GROUPS.map((group) => {
    const mine = tasks.filter((task) => groupOf(task, now, boot.timezone) === group);
    return mine.length > 0 && html`<section key=${group} class="tasks__group" aria-labelledby=${`tasks-${group}`}>
      <h2 id=${`tasks-${group}`} class=${group === "overdue" ? "state-late" : ""}>${t(`tasks.groups.${group}`)} <span class="dim num">${mine.length}</span></h2>
      <ul class="tasks__list">${mine.map((task) => html`<${TaskRow} key=${task.id} task=${task} onOpen=${onOpen} />`)}</ul></section>`;
  })}<${MoreRows} list=${list} />`;
}

/** Fetched when somebody asks to see them. */
function Done({ isMine, onOpen }) {
  const [isOpen, setOpen] = useState(false);
  return html`<section class="tasks__group"><h2><${Button} kind="ghost" size="small" icon=${isOpen ? "chevron-down" : "chevron-right"} aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>${t("tasks.groups.done")}<//></h2>
    ${isOpen && html`<${DoneList} isMine=${isMine} onOpen=${onOpen} />`}</section>`;
}

function DoneList({ isMine, onOpen }) {
  const list = useTasks({ state: "done", mine: isMine, limit: 30 });
  const tasks = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${3} />`;
  if (list.error.value && !tasks.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!tasks.length) return html`<p class="muted">${t("tasks.none_done")}</p>`;
  return html`<ul class="tasks__list">${tasks.map((task) => html`<${TaskRow} key=${task.id} task=${task} onOpen=${onOpen} />`)}</ul><${MoreRows} list=${list} />`;
}
