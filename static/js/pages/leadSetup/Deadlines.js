/** How soon a lead is to be seen and touched, and what happens when it is not. */
import { get, patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Field, TextField } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { useResource } from "../useResource.js";
import { readCount } from "../readCount.js";

/** Minutes as typed → seconds; what is no number stays for the server to refuse. @param {string} minutes */
const secondsOf = (minutes) => Math.round(Number(minutes.replace(",", ".")) * 60) || minutes;

export function Deadlines() {
  const { data, reload, set } = useResource(() => get("/lead-settings"), []);
  const calendars = useResource(() => get("/calendars").then((body) => body.items), []);
  if (!data || !calendars.data) return html`<${Skeleton} lines=${6} />`;
  return html`<${Form} key=${data.version} settings=${data} calendars=${calendars.data} onSaved=${set} onReload=${reload} />`;
}

function Form({ settings, calendars, onSaved, onReload }) {
  const [form, setForm] = useState({ ...settings, acknowledge: String(settings.acknowledge_seconds / 60), touch: String(settings.touch_seconds / 60) });
  const [error, setError] = useState("");
  const change = (part) => { setForm({ ...form, ...part }); setError(""); };
  const number = (name, extra = {}) => ({ inputmode: "decimal", maxlength: "6", value: form[name], onInput: (event) => change({ [name]: event.currentTarget.value }), ...extra });
  const check = (name) => html`<label class="check"><input type="checkbox" checked=${form[name]} onChange=${(event) => change({ [name]: event.currentTarget.checked })} /><span>${t(`leads.deadlines.${name}`)}</span></label>`;
  const save = async (event) => {
    event.preventDefault();
    const body = { acknowledge_seconds: secondsOf(form.acknowledge), touch_seconds: secondsOf(form.touch), warn_percent: readCount(form.warn_percent), max_recalls: readCount(form.max_recalls),
      floats_to: form.floats_to, calendar_id: form.calendar_id || null, hides_history: form.hides_history, opens_from_calls: form.opens_from_calls };
    try {
      onSaved(await patch("/lead-settings", body, { ifMatch: settings.version }));
      toast(t("leads.deadlines.saved"), { kind: "done" });
    } catch (problem) {
      setError(errorText(problem));
      if (problem.status === 412) onReload();
    }
  };
  return html`<form class="stack form lead-deadlines" onSubmit=${save} novalidate>
    <p class="muted">${t("leads.deadlines.text")}</p>
    <div class="form__pair"><${TextField} label=${t("leads.deadlines.acknowledge")} ...${number("acknowledge")} /><${TextField} label=${t("leads.deadlines.touch")} ...${number("touch")} /></div>
    <div class="form__pair"><${TextField} label=${t("leads.deadlines.warn_percent")} ...${number("warn_percent")} /><${TextField} label=${t("leads.deadlines.max_recalls")} ...${number("max_recalls")} /></div>
    <${Field} label=${t("leads.deadlines.calendar")} hint=${t("leads.deadlines.calendar_hint")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.calendar_id || ""} onChange=${(event) => change({ calendar_id: event.currentTarget.value })}>
      <option value="">${t("leads.deadlines.company_hours")}</option>${calendars.filter((one) => !one.is_archived || one.id === settings.calendar_id).map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>
    <${Field} label=${t("leads.deadlines.floats_to")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.floats_to} onChange=${(event) => change({ floats_to: event.currentTarget.value })}>
      <option value="all">${t("leads.deadlines.all")}</option><option value="team">${t("leads.deadlines.team")}</option></select>`}<//>
    ${check("hides_history")}${check("opens_from_calls")}
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="form__foot form__foot--start"><${Button} kind="primary" type="submit">${t("pages.save")}<//></div></form>`;
}
