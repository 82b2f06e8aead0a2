/** Everything about one task, to read and change. A colleague's change in the meantime is shown and nothing is lost. */
import { get } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { Lookup } from "../Lookup.js";
import { findCustomers } from "../lookups.js";
import { AssigneeSelect } from "./QuickAdd.js";
import { saveTask } from "./verbs.js";
import { WhenField } from "./WhenField.js";

const FIELDS = ["title", "details", "due_at", "reminder_at", "priority", "assignee_id", "customer_id"];
const PRIORITIES = ["low", "normal", "high"];

export function TaskDialog({ task, onClose }) {
  const [base, setBase] = useState(task);
  const [fields, setFields] = useState(() => ({ ...Object.fromEntries(FIELDS.map((name) => [name, task[name]])), customer_name: task.customer_name }));
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const [wrong, setWrong] = useState({});
  const change = (part) => { setFields({ ...fields, ...part }); setProblem({ isBusy: false, error: null }); };
  const isWrong = Object.values(wrong).some(Boolean);
  const save = async (event) => {
    event.preventDefault();
    if (!fields.title.trim() || isWrong) return;
    const changes = Object.fromEntries(FIELDS.filter((name) => fields[name] !== base[name]).map((name) => [name, fields[name]]));
    if (!Object.keys(changes).length) return onClose();
    setProblem({ isBusy: true, error: null });
    try {
      await saveTask(base, changes);
      toast(t("tasks.saved"), { kind: "done" });
      onClose();
    } catch (error) {
      if (error.status === 412) setBase(await get(`/tasks/${task.id}`));
      setProblem({ isBusy: false, error: error.status === 412 ? t("tasks.changed_meanwhile") : error.status === 403 ? t("tasks.not_yours") : errorText(error) });
    }
    return undefined;
  };
  const setTime = (name) => (at, bad) => { setWrong({ ...wrong, [name]: bad }); change(name === "due_at" && fields.reminder_at === fields.due_at ? { due_at: at, reminder_at: at } : { [name]: at }); };
  return html`<${Dialog} title=${t("tasks.one")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <${TextField} label=${t("tasks.what")} value=${fields.title} maxlength="300" required autofocus onInput=${(event) => change({ title: event.currentTarget.value })} />
      <${Field} label=${t("tasks.due")} error=${wrong.due_at && t("tasks.bad_time")}>${(attributes) => html`<${WhenField} attributes=${attributes} value=${fields.due_at} onChange=${setTime("due_at")} />`}<//>
      <label class="check"><input type="checkbox" checked=${!!fields.reminder_at} disabled=${!fields.due_at}
        onChange=${(event) => change({ reminder_at: event.currentTarget.checked ? fields.due_at : null })} /><span>${t("tasks.remind_me")}</span></label>
      <div class="form__pair">
        <${Field} label=${t("tasks.assignee")}>${(attributes) => html`<${AssigneeSelect} attributes=${attributes} value=${fields.assignee_id === me.value?.id ? "" : fields.assignee_id || ""}
          onChange=${(id) => change({ assignee_id: id || me.value?.id })} />`}<//>
        <${Field} label=${t("tasks.priority")}>${(attributes) => html`<select class="input" ...${attributes} value=${fields.priority} onChange=${(event) => change({ priority: event.currentTarget.value })}>
          ${PRIORITIES.map((one) => html`<option key=${one} value=${one}>${t(`tasks.priorities.${one}`)}</option>`)}</select>`}<//>
      </div>
      <${About} fields=${fields} change=${change} />
      <${Field} label=${t("tasks.details")}>${(attributes) => html`<textarea class="input" rows="3" maxlength="5000" ...${attributes} value=${fields.details} onInput=${(event) => change({ details: event.currentTarget.value })}></textarea>`}<//>
      ${task.created_by_name && html`<p class="dim">${t("tasks.given_by", { who: task.created_by_name })}</p>`}
      ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${problem.isBusy} disabled=${isWrong || !fields.title.trim()}>${t("pages.save")}<//></div>
    </form><//>`;
}

function About({ fields, change }) {
  const [isSearching, setSearching] = useState(false);
  if (isSearching) {
    return html`<div class="field"><span class="field__label">${t("tasks.customer")}</span><${Lookup} label=${t("tasks.find_customer")} search=${findCustomers} onClose=${() => setSearching(false)}
      onPick=${(one) => { change({ customer_id: one.id, customer_name: one.label }); setSearching(false); }} /></div>`;
  }
  return html`<div class="field"><span class="field__label">${t("tasks.customer")}</span><span class="row">
    ${fields.customer_id ? html`<a href=${`/customers/${fields.customer_id}`}>${fields.customer_name}</a>
      <${Button} kind="ghost" size="small" icon="x" label=${t("tasks.no_customer")} onClick=${() => change({ customer_id: null, customer_name: null })} />`
    : html`<${Button} size="small" icon="search" onClick=${() => setSearching(true)}>${t("tasks.find_customer")}<//>`}</span></div>`;
}
