/** The skills that a queue asks for, and how it asks for less as the wait grows. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Level } from "./Level.js";

export function Needs({ needs, steps, skills, errors, onChange }) {
  const others = skills.filter((one) => !needs.some((need) => need.skill_id === one.id));
  const nameOf = (id) => skills.find((one) => one.id === id)?.name || "";
  const setNeeds = (list) => onChange({ required_skills: list, relaxation: steps.filter((step) => !step.skill_id || list.some((need) => need.skill_id === step.skill_id)) });
  if (!skills.length) return html`<p class="muted">${t("routing.need.no_skills")}</p>`;
  return html`<div class="stack">
    ${!needs.length && html`<p class="muted">${t("routing.need.none")}</p>`}
    ${needs.map((need) => html`<div key=${need.skill_id} class="needs__one"><span class="cut">${nameOf(need.skill_id)}</span>
      <${Level} label=${t("routing.need.level")} value=${need.level} onChange=${(level) => setNeeds(needs.map((one) => (one === need ? { ...one, level } : one)))} />
      <${Button} kind="ghost" size="small" icon="x" label=${t("routing.need.remove", { name: nameOf(need.skill_id) })} onClick=${() => setNeeds(needs.filter((one) => one !== need))} /></div>`)}
    ${others.length > 0 && html`<select class="input" aria-label=${t("routing.need.add")} value="" onChange=${(event) => { const { value } = event.currentTarget; if (value) setNeeds([...needs, { skill_id: value, level: 3 }]); event.currentTarget.value = ""; }}>
      <option value="">${t("routing.need.choose")}</option>${others.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}
    ${errors.required_skills && html`<p class="field__error" role="alert">${errors.required_skills}</p>`}
    ${needs.length > 0 && html`<${Steps} needs=${needs} steps=${steps} nameOf=${nameOf} error=${errors.relaxation} onChange=${(relaxation) => onChange({ relaxation })} />`}
  </div>`;
}

function Steps({ needs, steps, nameOf, error, onChange }) {
  const set = (step, part) => onChange(steps.map((one) => (one === step ? { ...one, ...part } : one)));
  const add = () => onChange([...steps, { after_seconds: (Number(steps.at(-1)?.after_seconds) || 0) + 30, skill_id: null, action: steps.length ? "drop" : "lower", levels: 1 }]);
  return html`<h3 class="needs__title">${t("routing.step.title")}</h3>
    ${!steps.length && html`<p class="muted">${t("routing.step.none")}</p>`}
    ${steps.map((step, at) => html`<div key=${at} class="steps__one">
      <input class="input" type="number" min="1" aria-label=${t("routing.step.after")} title=${t("routing.step.after")} value=${step.after_seconds} onInput=${(event) => set(step, { after_seconds: event.currentTarget.value })} />
      <select class="input" aria-label=${t("routing.step.what")} value=${step.skill_id || ""} onChange=${(event) => set(step, { skill_id: event.currentTarget.value || null })}>
        <option value="">${t("routing.step.all")}</option>${needs.map((need) => html`<option key=${need.skill_id} value=${need.skill_id}>${nameOf(need.skill_id)}</option>`)}</select>
      <select class="input" aria-label=${t("routing.step.how")} value=${step.action} onChange=${(event) => set(step, { action: event.currentTarget.value })}>
        ${["lower", "drop"].map((one) => html`<option key=${one} value=${one}>${t(`routing.step.${one}`)}</option>`)}</select>
      <${Button} kind="ghost" size="small" icon="x" label=${t("routing.step.remove")} onClick=${() => onChange(steps.filter((one) => one !== step))} /></div>`)}
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div><${Button} size="small" icon="plus" onClick=${add}>${t("routing.step.add")}<//></div>`;
}
