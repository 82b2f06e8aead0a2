/** A step's settings, in its card. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Field, TextField } from "../../ui/Field.js";
import { changeStep, EXITS } from "./draft.js";
import { CallbackRule } from "./CallbackRule.js";
import { Exit } from "./Exit.js";
import { Keys } from "./Keys.js";
import { textOf } from "./names.js";
import { Prompt, SoundSelect } from "./Prompt.js";

export function StepForm({ step, draft, known, problems, mayEdit, onAdd, onChange }) {
  const change = (part) => draft.change(changeStep(draft.document, step.id, part));
  const errorOf = (field) => problems.filter((one) => one.field === field).map(textOf).join(" ") || null;
  const shared = { step, draft, known, change, errorOf, onAdd, onChange };
  return html`<fieldset class="step-form" disabled=${!mayEdit}><legend class="sr-only">${t(`front_door.kinds.${step.kind}`)}</legend>
    ${FORMS[step.kind]?.(shared)}
    <div class="step-form__exits">${EXITS[step.kind].filter((field) => field !== "queues_next").map((field) => html`<${Exit} key=${field} ...${shared} field=${field} label=${t(`front_door.exits.${field}`)} />`)}</div>
  </fieldset>`;
}

const prompt = (shared, name = "prompt", label = t("front_door.says")) => html`<${Prompt} ...${shared} name=${name} label=${label} />`;

const number = ({ step, change }, name, min, max) => html`<${Field} label=${t(`front_door.${name}`)}>${(attributes) => html`<input class="input step-form__number" type="number" min=${min} max=${max} ...${attributes} value=${step[name]}
  onChange=${(event) => { const n = Math.round(Number(event.currentTarget.value)); change({ [name]: Math.min(max, Math.max(min, n || min)) }); }} />`}<//>`;

const choice = ({ change, errorOf }, name, label, value, options) => html`<${Field} label=${label} error=${errorOf(name)}>${(attributes) => html`<select class="input" ...${attributes} value=${value || ""}
  onChange=${(event) => change({ [name]: event.currentTarget.value || null })}>${options.map(([id, text]) => html`<option key=${id} value=${id}>${text}</option>`)}</select>`}<//>`;

const tick = ({ step, change }, name) => html`<label class="check"><input type="checkbox" checked=${step[name]} onChange=${(event) => change({ [name]: event.currentTarget.checked })} /><span>${t(`front_door.${name}`)}</span></label>`;

const FORMS = {
  greeting: prompt,
  recording: prompt,
  say: prompt,
  outside: (shared) => html`<${TextField} label=${t("front_door.outside_number")} error=${shared.errorOf("number")} inputmode="tel" maxlength="40" value=${shared.step.number} onChange=${(event) => shared.change({ number: event.currentTarget.value.trim() })} />
    ${prompt(shared)}${number(shared, "ring_seconds", 5, 120)}${tick(shared, "is_recorded")}`,
  voicemail: (shared) => html`${prompt(shared)}${number(shared, "max_seconds", 10, 600)}`,
  hours: (shared) => choice(shared, "calendar_id", t("front_door.hours"), shared.step.calendar_id,
    [["", t("front_door.company_hours")], ...shared.known.calendars.map((one) => [one.id, one.name])]),
  menu: (shared) => html`${prompt(shared)}<${Keys} ...${shared} />
    <div class="step-form__row">${number(shared, "repeats", 0, 5)}${number(shared, "wait_seconds", 1, 30)}</div>
    <details class="step-form__more"><summary>${t("front_door.sorry")}</summary>${prompt(shared, "sorry", t("front_door.sorry"))}</details>`,
  queue: (shared) => html`${choice(shared, "queue_id", t("front_door.queue"), shared.step.queue_id,
      [["", t("front_door.queue_of_menu")], ...shared.known.queues.map((one) => [one.id, one.name])])}
    ${prompt(shared)}
    <${SoundSelect} label=${t("front_door.music")} empty=${t("front_door.standard_music")} value=${shared.step.music} known=${shared.known} error=${shared.errorOf("music")} onPick=${(id) => shared.change({ music: id })} onChange=${shared.onChange} />
    ${tick(shared, "says_place")}${tick(shared, "says_wait")}<p class="dim step-form__hint">${t("front_door.wait_hint")}</p>
    ${(shared.step.says_place || shared.step.says_wait) && number(shared, "every_seconds", 20, 600)}
    <${CallbackRule} step=${shared.step} change=${shared.change} errorOf=${shared.errorOf} />`,
};
