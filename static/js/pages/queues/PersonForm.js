/** One agent's capacity and skills. */
import { get, patch, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { useResource } from "../useResource.js";
import { Level } from "./Level.js";

const CHANNELS = ["calls", "chats", "emails", "leads"];

export function PersonForm({ person, onSaved, onClose }) {
  const [capacity, setCapacity] = useState(person.capacity);
  const [skills, setSkills] = useState(person.skills);
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const all = useResource(() => get("/skills").then((body) => body.items.filter((one) => one.is_active)), []);
  const others = (all.data || []).filter((one) => !skills.some((own) => own.skill_id === one.id));
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    const numbers = Object.fromEntries(CHANNELS.map((name) => [name, capacity[name] === "" || capacity[name] === null ? null : Number(capacity[name])]));
    try {
      await patch(`/agents/${person.agent_id}/capacity`, numbers);
      onSaved(await put(`/agents/${person.agent_id}/skills`, { skills: skills.map(({ skill_id, level }) => ({ skill_id, level })) }));
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("routing.person.edit", { name: person.name })} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    <fieldset class="queue-form__part person-form__capacity"><legend>${t("routing.person.capacity_most")}</legend>${CHANNELS.map((name) => html`<${TextField} key=${name} label=${t(`routing.person.${name}`)} hint=${name === "leads" ? t("routing.person.leads_hint") : null} type="number" min="0" inputmode="numeric" value=${capacity[name] ?? ""} onInput=${(event) => setCapacity({ ...capacity, [name]: event.currentTarget.value })} />`)}</fieldset>
    ${skills.map((one) => html`<div key=${one.skill_id} class="needs__one"><span class="cut">${one.name}</span>
      <${Level} label=${t("routing.need.level")} value=${one.level} onChange=${(level) => setSkills(skills.map((own) => (own === one ? { ...own, level } : own)))} />
      <${Button} kind="ghost" size="small" icon="x" label=${t("routing.need.remove", { name: one.name })} onClick=${() => setSkills(skills.filter((own) => own !== one))} /></div>`)}
    ${others.length > 0 && html`<select class="input" aria-label=${t("routing.need.choose")} value="" onChange=${(event) => { const found = others.find((one) => one.id === event.currentTarget.value); if (found) setSkills([...skills, { skill_id: found.id, name: found.name, level: 3 }]); event.currentTarget.value = ""; }}>
      <option value="">${t("routing.need.choose")}</option>${others.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div></form><//>`;
}
