/** One other policy: what it changes. What is left empty stays as it was. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Field, TextField } from "../../ui/Field.js";
import { STRATEGIES, WRAP_UP_MODES } from "../queues/form.js";
import { Needs } from "../queues/Needs.js";
import { AT_ONCE, minuteOf, NUMBERS, timeOf } from "./model.js";

export function Variant({ variant, people, skills, onChange }) {
  const { rules } = variant;
  const setRules = (part) => onChange({ rules: { ...rules, ...part } });
  const choice = (name, label, options) => html`<${Field} label=${label}>${(attributes) => html`<select class="input" ...${attributes} value=${rules[name] ?? ""} onChange=${(event) => setRules({ [name]: event.currentTarget.value })}>
    <option value="">${t("trials.as_it_was")}</option>${options.map(([value, words]) => html`<option key=${value} value=${value}>${words}</option>`)}</select>`}<//>`;
  const number = (name) => html`<${TextField} label=${t(`routing.${name}`)} type="number" inputmode="numeric" placeholder=${t("trials.as_it_was")} value=${rules[name] ?? ""} onInput=${(event) => setRules({ [name]: event.currentTarget.value })} />`;
  const asksSkills = rules.required_skills !== undefined;
  return html`<div class="queue-form">
    <fieldset class="queue-form__part"><legend>${t("trials.parts.rules")}</legend>
      <${TextField} label=${t("trials.name")} required maxlength="60" value=${variant.name} onInput=${(event) => onChange({ name: event.currentTarget.value })} />
      ${choice("strategy", t("routing.strategy_label"), STRATEGIES.map((one) => [one, t(`routing.strategy.${one}`)]))}
      ${choice("wrap_up_mode", t("routing.wrap_up_mode"), WRAP_UP_MODES.map((one) => [one, t(`routing.wrap_up.${one}`)]))}
      ${NUMBERS.map(number)}</fieldset>
    <fieldset class="queue-form__part"><legend>${t("routing.parts.skills")}</legend><div class="stack">
      <label class="check"><input type="checkbox" checked=${asksSkills} onChange=${(event) => onChange({ rules: event.currentTarget.checked ? { ...rules, required_skills: [], relaxation: [] } : without(rules, "required_skills", "relaxation") })} /><span>${t("trials.other_skills")}</span></label>
      ${asksSkills && html`<${Needs} needs=${rules.required_skills} steps=${rules.relaxation} skills=${skills} errors=${{}} onChange=${setRules} />`}</div></fieldset>
    <fieldset class="queue-form__part"><legend>${t("trials.parts.people")}</legend>
      ${AT_ONCE.map((name) => html`<${TextField} key=${name} label=${t(`trials.at_once.${name}`)} type="number" min="0" max="50" placeholder=${t("trials.as_it_was")} value=${variant.capacity[name] ?? ""} onInput=${(event) => onChange({ capacity: { ...variant.capacity, [name]: event.currentTarget.value } })} />`)}
      <div class="stack"><${Extra} extra=${variant.extra} people=${people} onChange=${(extra) => onChange({ extra })} />
        <${Hours} hours=${variant.hours} people=${people} onChange=${(hours) => onChange({ hours })} />
        <${Without} gone=${variant.without} people=${people} onChange=${(gone) => onChange({ without: gone })} /></div></fieldset></div>`;
}

const without = (values, ...names) => Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
const Time = ({ label, value, onChange }) => html`<input class="input trials__time" type="time" aria-label=${label} title=${label} value=${timeOf(value)} onInput=${(event) => event.currentTarget.value && onChange(minuteOf(event.currentTarget.value))} />`;
const Span = ({ one, set }) => html`<${Time} label=${t("trials.from_time")} value=${one.starts_minute} onChange=${(starts_minute) => set({ starts_minute })} /><span class="dim" aria-hidden="true">–</span>
  <${Time} label=${t("trials.to_time")} value=${one.ends_minute} onChange=${(ends_minute) => set({ ends_minute: ends_minute || 1440 })} />`;

function Extra({ extra, people, onChange }) {
  const set = (one, part) => onChange(extra.map((other) => (other === one ? { ...one, ...part } : other)));
  return html`${extra.map((one, at) => html`<div key=${at} class="row trials__people"><span>${t("trials.more_people")}</span>
      <input class="input trials__count" type="number" min="1" max="50" aria-label=${t("trials.how_many")} value=${one.count} onInput=${(event) => set(one, { count: event.currentTarget.value })} /><${Span} one=${one} set=${(part) => set(one, part)} />
      <select class="input trials__like" aria-label=${t("trials.like")} value=${one.like || ""} onChange=${(event) => set(one, { like: event.currentTarget.value || null })}><option value="">${t("trials.like_anybody")}</option>${people.map((person) => html`<option key=${person.agent_id} value=${person.agent_id}>${t("trials.like_one", { name: person.name })}</option>`)}</select>
      <${Button} kind="ghost" size="small" icon="x" label=${t("trials.remove")} onClick=${() => onChange(extra.filter((other) => other !== one))} /></div>`)}
    <div><${Button} size="small" icon="user-plus" onClick=${() => onChange([...extra, { count: 1, starts_minute: 480, ends_minute: 1020, like: null }])}>${t("trials.add_people")}<//></div>`;
}

function Hours({ hours, people, onChange }) {
  const others = people.filter((person) => !hours.some((one) => one.agent_id === person.agent_id));
  return html`${hours.map((one) => html`<div key=${one.agent_id} class="row trials__people"><span class="cut">${people.find((person) => person.agent_id === one.agent_id)?.name || "?"}</span>
      <${Span} one=${one} set=${(part) => onChange(hours.map((other) => (other === one ? { ...one, ...part } : other)))} />
      <${Button} kind="ghost" size="small" icon="x" label=${t("trials.remove")} onClick=${() => onChange(hours.filter((other) => other !== one))} /></div>`)}
    ${others.length > 0 && html`<select class="input" aria-label=${t("trials.other_hours")} value="" onChange=${(event) => { const id = event.currentTarget.value; event.currentTarget.value = ""; if (id) onChange([...hours, { agent_id: id, starts_minute: 480, ends_minute: 1020 }]); }}>
      <option value="">${t("trials.other_hours")}</option>${others.map((person) => html`<option key=${person.agent_id} value=${person.agent_id}>${person.name}</option>`)}</select>`}`;
}

function Without({ gone, people, onChange }) {
  const others = people.filter((person) => !gone.includes(person.agent_id));
  return html`${gone.map((id) => html`<div key=${id} class="row trials__people"><span class="cut">${t("trials.not_there", { name: people.find((person) => person.agent_id === id)?.name || "?" })}</span>
      <${Button} kind="ghost" size="small" icon="x" label=${t("trials.remove")} onClick=${() => onChange(gone.filter((other) => other !== id))} /></div>`)}
    ${others.length > 0 && html`<select class="input" aria-label=${t("trials.without")} value="" onChange=${(event) => { const id = event.currentTarget.value; event.currentTarget.value = ""; if (id) onChange([...gone, id]); }}>
      <option value="">${t("trials.without")}</option>${others.map((person) => html`<option key=${person.agent_id} value=${person.agent_id}>${person.name}</option>`)}</select>`}`;
}
