/** One policy: which leads, to whom with which weight, by which order, how many at most. */
import { get, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { SOURCES, sourceWords } from "../leads/sources.js";
import { useResource } from "../useResource.js";
import { readCount } from "../readCount.js";

const STRATEGIES = ["weighted_round_robin", "least_loaded", "longest_idle"];
const PRESENCES = ["available", "signed_in", "any"];
const CAPS = ["max_open", "max_per_hour", "max_per_day"];
const CLASSES = ["vip", "potential", "not_potential"];
const labelKey = (name) => (name === "products" ? "leads.policies.products_label" : `leads.policies.${name}`);
const wordsOf = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

export function PolicyDialog({ policy, onSaved, onClose }) {
  const [form, setForm] = useState({ name: "", strategy: "weighted_round_robin", presence: "available", is_active: true, goes_to_last_owner: true, has_own_pool: false, members: [], conditions: {}, ...policy,
    provinces: (policy.conditions?.provinces || []).join(", "), languages: (policy.conditions?.languages || []).join(", ") });
  const people = useResource(() => get("/lead-agents"), []);
  const products = useResource(() => get("/products", { limit: 200 }), []);
  const [error, setError] = useState("");
  const change = (part) => { setForm({ ...form, ...part }); setError(""); };
  const toggle = (name, value) => {
    const held = form.conditions[name] || [];
    change({ conditions: { ...form.conditions, [name]: held.includes(value) ? held.filter((one) => one !== value) : [...held, value] } });
  };
  const weigh = (id, weight) => change({ members: [...form.members.filter((one) => one.agent_id !== id), ...(weight === null ? [] : [{ agent_id: id, weight }])] });
  const save = async (event) => {
    event.preventDefault();
    try {
      const body = bodyOf(form);
      onSaved(policy.id ? await patch(`/lead-policies/${policy.id}`, body, { ifMatch: policy.version }) : await post("/lead-policies", body));
    } catch (problem) { setError(errorText(problem)); }
  };
  const chips = (name, values, words) => html`<div class="field"><span class="field__label">${t(labelKey(name))}</span><div class="chips" role="group" aria-label=${t(labelKey(name))}>
    ${values.map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${String((form.conditions[name] || []).includes(one))} onClick=${() => toggle(name, one)}>${words(one)}</button>`)}</div></div>`;
  const choice = (name, values, group) => html`<${Field} label=${t(`leads.policies.${name}`)}>${(attributes) => html`<select class="input" ...${attributes} value=${form[name]} onChange=${(event) => change({ [name]: event.currentTarget.value })}>
    ${values.map((one) => html`<option key=${one} value=${one}>${t(`leads.${group}.${one}`)}</option>`)}</select>`}<//>`;
  const names = Object.fromEntries((products.data?.items || []).map((one) => [one.id, one.name]));
  return html`<${Dialog} title=${policy.id ? (policy.is_default ? t("leads.policies.rest") : policy.name) : t("leads.policies.create")} onClose=${onClose} class="policy-dialog">
    <form class="stack form" onSubmit=${save} novalidate>
      ${!policy.is_default && html`<${TextField} label=${t("leads.policies.name")} value=${form.name} maxlength="80" required autofocus autocomplete="off" onInput=${(event) => change({ name: event.currentTarget.value })} />
        ${chips("sources", SOURCES, sourceWords)}${chips("classes", CLASSES, (one) => t(`leads.classes.${one}`))}
        ${Object.keys(names).length > 0 && chips("products", Object.keys(names), (one) => names[one])}
        <div class="form__pair"><${TextField} label=${t("leads.policies.provinces")} hint=${t("leads.policies.commas")} value=${form.provinces} maxlength="1000" onInput=${(event) => change({ provinces: event.currentTarget.value })} />
          <${TextField} label=${t("leads.policies.languages")} hint="vi, en" value=${form.languages} maxlength="100" onInput=${(event) => change({ languages: event.currentTarget.value })} /></div>
        <label class="check"><input type="checkbox" checked=${form.is_active} onChange=${(event) => change({ is_active: event.currentTarget.checked })} /><span>${t("leads.policies.active")}</span></label>`}
      <div class="form__pair">${choice("strategy", STRATEGIES, "strategies")}${choice("presence", PRESENCES, "presences")}</div>
      <label class="check"><input type="checkbox" checked=${form.goes_to_last_owner} onChange=${(event) => change({ goes_to_last_owner: event.currentTarget.checked })} /><span>${t("leads.policies.last_owner")}</span></label>
      <div class="lead-caps">${CAPS.map((name) => html`<${TextField} key=${name} label=${t(`leads.caps.${name}_label`)} inputmode="numeric" maxlength="5" placeholder=${t("leads.caps.none")} value=${form[name] ?? ""} onInput=${(event) => change({ [name]: event.currentTarget.value })} />`)}</div>
      <label class="check"><input type="checkbox" checked=${form.has_own_pool} onChange=${(event) => change({ has_own_pool: event.currentTarget.checked })} /><span>${t("leads.policies.own_pool")}</span></label>
      ${form.has_own_pool && html`<div class="lead-pool">${(people.data?.items || []).map((one) => {
        const mine = form.members.find((member) => member.agent_id === one.user_id);
        return html`<div key=${one.user_id} class="lead-pool__one"><label class="check"><input type="checkbox" checked=${!!mine} onChange=${(event) => weigh(one.user_id, event.currentTarget.checked ? 1 : null)} /><span>${one.name}</span></label>
          ${mine && html`<label class="row"><span class="dim">${t("leads.policies.weight")}</span><input class="input lead-pool__weight" type="number" min="0" max="100" aria-label=${t("leads.policies.weight_of", { name: one.name })} value=${mine.weight} onInput=${(event) => weigh(one.user_id, Math.min(100, Math.max(0, Number(event.currentTarget.value) || 0)))} /></label>`}</div>`;
      })}</div>`}
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" disabled=${!policy.is_default && !form.name.trim()}>${t("pages.save")}<//></div>
    </form><//>`;
}

function bodyOf(form) {
  const body = { strategy: form.strategy, presence: form.presence, goes_to_last_owner: form.goes_to_last_owner, has_own_pool: form.has_own_pool };
  for (const name of CAPS) body[name] = readCount(form[name]);
  if (form.has_own_pool) body.members = form.members.map(({ agent_id, weight }) => ({ agent_id, weight }));
  if (form.is_default) return body;
  return { ...body, name: form.name.trim(), is_active: form.is_active, conditions: { ...form.conditions, provinces: wordsOf(form.provinces), languages: wordsOf(form.languages) } };
}
