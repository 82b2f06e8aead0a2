/** Our numbers and the flow that each one's callers meet. */
import { del, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";

export function Numbers({ numbers, flows, mayEdit, onChange }) {
  const [isAdding, setAdding] = useState(false);
  const run = async (work) => { try { await work(); onChange(); } catch (error) { toast(errorText(error), { kind: "late" }); onChange(); } };
  const remove = (number) => run(async () => {
    await del(`/numbers/${number.id}`);
    toast(t("front_door.number_removed", { number: formatPhone(number.e164) }), { undo: () => run(() => post("/numbers", { number: number.e164, label: number.label, flow_id: number.flow_id })) });
  });
  return html`<section class="panel panel--flush" aria-labelledby="numbers-head"><div class="panel__head"><h2 id="numbers-head">${t("front_door.numbers")}</h2><span class="push"></span>
      ${mayEdit && html`<${Button} size="small" icon="plus" onClick=${() => setAdding(true)}>${t("front_door.add_number")}<//>`}</div>
    ${!numbers.length && html`<p class="dim numbers__empty">${t("front_door.no_numbers")}</p>`}
    <ul class="flow-list">${numbers.map((number) => html`<li key=${number.id} class="numbers__row"><span class="numbers__who"><strong class="nowrap">${formatPhone(number.e164)}</strong>${number.label && html`<span class="dim">${number.label}</span>`}</span>
      <select class="input" disabled=${!mayEdit} aria-label=${t("front_door.flow_of", { number: formatPhone(number.e164) })} value=${number.flow_id || ""} onChange=${(event) => run(() => patch(`/numbers/${number.id}`, { flow_id: event.currentTarget.value || null }, { ifMatch: number.version }))}>${flowOptions(flows)}</select>
      ${mayEdit && html`<${Button} kind="ghost" size="small" icon="x" label=${t("front_door.remove_number", { number: formatPhone(number.e164) })} onClick=${() => remove(number)} />`}</li>`)}</ul>
    ${isAdding && html`<${AddNumber} flows=${flows} onClose=${() => setAdding(false)} onSaved=${() => { setAdding(false); onChange(); }} />`}</section>`;
}

const flowOptions = (flows) => html`<option value="">${t("front_door.default_flow")}</option>${flows.filter((flow) => !flow.is_default && !flow.is_archived).map((flow) => html`<option key=${flow.id} value=${flow.id}>${flow.name}</option>`)}`;

function AddNumber({ flows, onClose, onSaved }) {
  const [form, setForm] = useState({ number: "", label: "", flow_id: "" });
  const [error, setError] = useState("");
  const change = (part) => { setForm({ ...form, ...part }); setError(""); };
  const save = async (event) => {
    event.preventDefault();
    try {
      await post("/numbers", { ...form, flow_id: form.flow_id || null });
      onSaved();
    } catch (failure) {
      setError(["bad_phone", "number_taken"].includes(failure.code) ? t(`front_door.${failure.code}`) : errorText(failure));
    }
  };
  return html`<${Dialog} title=${t("front_door.add_number")} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    <${TextField} label=${t("front_door.number")} type="tel" value=${form.number} error=${error} maxlength="40" autofocus autocomplete="off" onInput=${(event) => change({ number: event.currentTarget.value })} />
    <${TextField} label=${t("front_door.label")} value=${form.label} maxlength="80" autocomplete="off" onInput=${(event) => change({ label: event.currentTarget.value })} />
    <${Field} label=${t("front_door.flow")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.flow_id} onChange=${(event) => change({ flow_id: event.currentTarget.value })}>${flowOptions(flows)}</select>`}<//>
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit">${t("pages.save")}<//></div></form><//>`;
}
