/** A queue made or changed: what counts from the moment it is saved. Supervisors see the same, unchangeable. */
import { get, patch, post } from "../../lib/api.js";
import { errorText, fieldErrors } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { useResource } from "../useResource.js";
import { blank, bodyOf, FORMULAS, LIMITS, STRATEGIES, WRAP_UP_MODES } from "./form.js";
import { Members } from "./Members.js";
import { Needs } from "./Needs.js";

export function QueueForm({ queue, queues, isEditable, onSaved, onClose }) {
  const [form, setForm] = useState(() => ({ ...blank, ...queue }));
  const [errors, setErrors] = useState({});
  const [isBusy, setBusy] = useState(false);
  const skills = useResource(() => get("/skills").then((body) => body.items.filter((one) => one.is_active)), []);
  const people = useResource(() => get("/agents/routing").then((body) => body.items), []);
  const calendars = useResource(() => get("/calendars").then((body) => body.items.filter((one) => !one.is_archived || one.id === queue.calendar_id)), []);
  const outcomes = useResource(() => get("/dispositions").then((body) => body.items), []);
  const change = (part) => { setForm({ ...form, ...part }); setErrors({}); };
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      onSaved(queue.id ? await patch(`/queues/${queue.id}`, bodyOf(form, queue), { ifMatch: queue.version }) : await post("/queues", bodyOf(form, null)));
    } catch (error) {
      setErrors(sentences(error));
      setBusy(false);
    }
  };
  const number = (name, more = {}) => html`<${TextField} label=${t(`routing.${name}`)} hint=${more.hint && t(`routing.${more.hint}`)} type="number" inputmode="numeric" value=${form[name] ?? ""} error=${errors[name]} onInput=${(event) => change({ [name]: event.currentTarget.value })} />`;
  const choice = (name, label, options, error = errors[name]) => html`<${Field} label=${label} error=${error}>${(attributes) => html`<select class="input" ...${attributes} value=${form[name] ?? ""} onChange=${(event) => change({ [name]: event.currentTarget.value || null })}>
    ${options.map(([value, words]) => html`<option key=${value} value=${value}>${words}</option>`)}</select>`}<//>`;
  const check = (name) => html`<label class="check"><input type="checkbox" checked=${form[name]} onChange=${(event) => change({ [name]: event.currentTarget.checked })} /><span>${t(`routing.${name}`)}</span></label>`;
  const part = (id, content) => html`<fieldset class="queue-form__part" disabled=${!isEditable}><legend>${t(`routing.parts.${id}`)}</legend>${content}</fieldset>`;
  return html`<${Dialog} title=${queue.id ? t("routing.edit", { name: queue.name }) : t("routing.create")} onClose=${onClose} class="queue-dialog">
    <form class="queue-form" onSubmit=${save} novalidate>
      ${part("basics", html`<${TextField} label=${t("routing.name")} value=${form.name} error=${errors.name} required maxlength="80" autocomplete="off" autofocus onInput=${(event) => change({ name: event.currentTarget.value })} />
        <${TextField} label=${t("routing.menu_key")} hint=${t("routing.menu_key_hint")} value=${form.menu_key ?? ""} error=${errors.menu_key} maxlength="1" autocomplete="off" onInput=${(event) => change({ menu_key: event.currentTarget.value })} />
        ${choice("strategy", t("routing.strategy_label"), STRATEGIES.map((one) => [one, t(`routing.strategy.${one}`)]))}
        ${number("priority", { hint: "priority_hint" })}${number("sticky_seconds", { hint: "sticky_hint" })}`)}
      ${part("level", html`${number("target_percent")}${number("target_seconds")}${choice("level_formula", t("routing.level_formula"), FORMULAS.map((one) => [one, t(`routing.formula.${one}`)]))}`)}
      ${part("limits", html`<p class="field__hint queue-form__hint">${t("routing.limits_hint")}</p>${Object.entries(LIMITS).map(([name, usual]) => html`<${TextField} key=${name} label=${t(`routing.limit.${name}`)} type="number" min="0" inputmode="numeric" placeholder=${String(usual)} value=${form.alerts[name] ?? ""} error=${errors.alerts?.[name]}
        onInput=${(event) => change({ alerts: { ...form.alerts, [name]: event.currentTarget.value } })} />`)}`)}
      ${part("members", html`<${Members} members=${form.members} people=${people.data || []} isWeighted=${form.strategy === "weighted_round_robin"} error=${errors.members} onChange=${(members) => change({ members })} />`)}
      ${part("skills", html`<${Needs} needs=${form.required_skills} steps=${form.relaxation} skills=${skills.data || []} errors=${errors} onChange=${change} />`)}
      ${part("ring", html`${number("ring_seconds")}${choice("wrap_up_mode", t("routing.wrap_up_mode"), WRAP_UP_MODES.map((one) => [one, t(`routing.wrap_up.${one}`)]))}
        ${form.wrap_up_mode === "timed" && number("wrap_up_seconds")}${check("call_blocks_chats")}${check("is_recorded")}`)}
      ${part("overflow", html`${choice("overflow_queue_id", t("routing.overflow_queue_id"), [["", t("routing.no_overflow")], ...queues.filter((one) => one.id !== queue.id).map((one) => [one.id, one.name])])}
        ${form.overflow_queue_id && number("overflow_after_seconds")}${number("max_wait_seconds")}`)}
      ${part("rest", html`${choice("calendar_id", t("routing.calendar_id"), [["", t("routing.always_open")], ...(calendars.data || []).map((one) => [one.id, one.name])])}
        <${Field} label=${t("routing.script")} error=${errors.script}>${(attributes) => html`<textarea class="input" rows="4" maxlength="4000" ...${attributes} value=${form.script} onInput=${(event) => change({ script: event.currentTarget.value })} />`}<//>
        <div class="queue-form__outcomes" role="group" aria-label=${t("routing.dispositions")}><span class="field__label">${t("routing.dispositions")}</span><span class="field__hint">${t("routing.dispositions_hint")}</span>
          ${(outcomes.data || []).filter((one) => !one.parent_code).map((one) => html`<label key=${one.code} class="check"><input type="checkbox" checked=${form.dispositions.includes(one.code)}
            onChange=${(event) => change({ dispositions: event.currentTarget.checked ? [...form.dispositions, one.code] : form.dispositions.filter((code) => code !== one.code) })} /><span>${labelOf(one)}</span></label>`)}</div>`)}
      ${errors.form && html`<p class="field__error" role="alert">${errors.form}</p>`}
      <div class="form__foot queue-form__foot"><${Button} onClick=${onClose}>${t(isEditable ? "pages.cancel" : "ui.close")}<//>
        ${isEditable && html`<${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//>`}</div>
    </form><//>`;
}

/** The server's refusals beside the fields they are about. */
function sentences(error) {
  if (error.status === 412) return { form: t("routing.changed_meanwhile") };
  const fields = fieldErrors(error);
  const limits = error.details?.alerts;
  if (limits && !Array.isArray(limits)) return { ...fields, alerts: fieldErrors({ code: error.code, details: limits }), form: t("routing.look_above") };
  return { ...fields, form: Object.keys(fields).length && Object.keys(fields).every((name) => name in { ...blank, name: "" }) ? t("routing.look_above") : errorText(error) };
}
