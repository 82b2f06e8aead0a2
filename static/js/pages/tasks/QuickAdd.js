/** One line to write a task down; the rest appears once something is written. `about`: {customer_id?, company_id?}. */
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { addShortcuts } from "../../lib/keys.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Kbd } from "../../ui/Kbd.js";
import { colleagues, fetchColleagues } from "../colleagues.js";
import { addTask } from "./verbs.js";
import { WhenField } from "./WhenField.js";

const NOTHING = { title: "", due_at: null, isWrong: false, assignee_id: "" };

export function QuickAdd({ about = {}, hasShortcut = false }) {
  const [task, setTask] = useState(NOTHING);
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const input = useRef(null);
  useEffect(() => (hasShortcut ? addShortcuts([{ id: "new_task", key: "n", label: "tasks.keys.new", group: "keys.work", run: () => input.current?.focus() }]) : undefined), []);
  const change = (part) => { setTask({ ...task, ...part }); setProblem({ isBusy: false, error: null }); };
  const save = async (event) => {
    event.preventDefault();
    if (!task.title.trim() || task.isWrong || problem.isBusy) return;
    setProblem({ isBusy: true, error: null });
    try {
      await addTask({ title: task.title.trim(), due_at: task.due_at, ...(task.assignee_id ? { assignee_id: task.assignee_id } : {}), ...about });
      setTask(NOTHING);
      setProblem({ isBusy: false, error: null });
      input.current?.focus();
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };
  const onKey = (event) => { if (event.key === "Escape" && task.title) { event.stopPropagation(); setTask(NOTHING); } };
  return html`<form class=${`quick-add ${task.title ? "quick-add--open" : ""}`} onSubmit=${save} onKeyDown=${onKey}>
    <div class="quick-add__line"><${Icon} name="plus" class="dim" />
      <input ref=${input} class="input quick-add__title" maxlength="300" autocomplete="off" aria-label=${t("tasks.new")} placeholder=${t("tasks.new_hint")} value=${task.title}
        onFocus=${fetchColleagues} onInput=${(event) => change({ title: event.currentTarget.value })} />
      ${hasShortcut && !task.title && html`<${Kbd} id="new_task" />`}</div>
    ${task.title && html`<div class="quick-add__more">
      <${WhenField} value=${task.due_at} label=${t("tasks.due")} onChange=${(due_at, isWrong) => change({ due_at, isWrong })} />
      <${AssigneeSelect} value=${task.assignee_id} onChange=${(assignee_id) => change({ assignee_id })} />
      <${Button} kind="primary" type="submit" busy=${problem.isBusy} disabled=${task.isWrong}>${t("tasks.add")}<//></div>`}
    ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
  </form>`;
}

/** `noneWords`: also offers nobody, as the value "none". */
export function AssigneeSelect({ value, onChange, attributes = {}, noneWords = "" }) {
  useEffect(() => { fetchColleagues(); }, []);
  const others = colleagues.value.filter((one) => one.id !== me.value?.id);
  return html`<select class="input filters__select" aria-label=${attributes.id ? null : t("tasks.assignee")} ...${attributes} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
    ${noneWords && html`<option value="none">${noneWords}</option>`}<option value="">${t("tasks.for_me")}</option>${others.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`;
}
