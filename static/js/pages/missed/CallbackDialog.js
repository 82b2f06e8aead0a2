/** Promise a call, or change one. `about`: {customer_id, customer_name, number}. */
import { get, post } from "../../lib/api.js";
import { serverNow } from "../../lib/clock.js";
import { errorText } from "../../lib/errors.js";
import { whyNotDialled } from "../../phone/refusal.js";
import { formatDateTime } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { parseWhen } from "../../lib/zoned.js";
import { loadStyles } from "../../shell/router.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { Lookup } from "../Lookup.js";
import { findCustomers } from "../lookups.js";
import { AssigneeSelect } from "../tasks/QuickAdd.js";
import { WhenField } from "../tasks/WhenField.js";
import { saveCallback, told } from "./callbackVerbs.js";
import "./words.js";

await loadStyles(["css/pages/_shared.css", "css/pages/tasks.css", "css/pages/missed.css"]);

const WEEK_MS = 7 * 86_400_000;

function startOf(callback, about) {
  if (!callback) return { number: "", customer_id: null, customer_name: null, ...about, from: null, until: "", note: "", assignee: "" };
  const { customer_id, customer_name, number_national, window, note, assignee_id } = callback;
  return { customer_id, customer_name, number: number_national, from: window.from, until: formatDateTime(window.to), note, assignee: assignee_id === null ? "none" : assignee_id === me.value?.id ? "" : assignee_id };
}

export function CallbackDialog({ callback, about, onClose }) {
  const [base, setBase] = useState(callback);
  const [fields, setFields] = useState(() => startOf(callback, about));
  const [isBadTime, setBadTime] = useState(false);
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const change = (part) => { setFields({ ...fields, ...part }); setProblem({ isBusy: false, error: null }); };
  const to = fields.until ? parseWhen(fields.until, serverNow()) : null;
  const isBadWindow = !!fields.until && (!to || !fields.from || to <= fields.from || Date.parse(to) > Date.parse(fields.from) + WEEK_MS);
  const isReady = fields.from && !isBadTime && !isBadWindow && (callback || fields.customer_id || fields.number.trim());
  const save = async (event) => {
    event.preventDefault();
    if (!isReady || problem.isBusy) return;
    setProblem({ isBusy: true, error: null });
    const body = { from: fields.from, to, note: fields.note.trim(), assignee_id: fields.assignee === "none" ? null : fields.assignee || me.value?.id };
    try {
      if (callback) await saveCallback(base, fields.from === base.window.from ? { ...body, from: undefined } : body);
      else told(await post("/callbacks", { ...body, ...(fields.customer_id ? { customer_id: fields.customer_id } : { number: fields.number.trim() }) }));
      toast(callback ? t("callbacks.changed") : t("callbacks.saved", { when: formatDateTime(fields.from) }), { kind: "done" });
      onClose();
    } catch (error) {
      if (error.status === 412) setBase(await get(`/callbacks/${callback.id}`));
      setProblem({ isBusy: false, error: error.status === 412 ? t("tasks.changed_meanwhile") : error.status === 403 ? t("callbacks.not_yours") : whyNotDialled(error) ?? errorText(error) });
    }
  };
  return html`<${Dialog} title=${t(callback ? "callbacks.edit" : "callbacks.new")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      ${!callback && html`<${Whom} fields=${fields} change=${change} />`}
      <${Field} label=${t("callbacks.from")} error=${isBadTime && t("callbacks.bad_time")}>${(attributes) => html`<${WhenField} attributes=${attributes} value=${fields.from} onChange=${(from, bad) => { setBadTime(bad); change({ from }); }} />`}<//>
      <${TextField} label=${t("callbacks.to")} value=${fields.until} placeholder=${t("tasks.when_hint")} maxlength="20" autocomplete="off" error=${isBadWindow && t("callbacks.bad_window")} onInput=${(event) => change({ until: event.currentTarget.value })} />
      <${TextField} label=${t("callbacks.note")} value=${fields.note} placeholder=${t("callbacks.note_hint")} maxlength="300" autocomplete="off" onInput=${(event) => change({ note: event.currentTarget.value })} />
      <${Field} label=${t("callbacks.assignee")}>${(attributes) => html`<${AssigneeSelect} attributes=${attributes} value=${fields.assignee} noneWords=${t("callbacks.anyone")} onChange=${(assignee) => change({ assignee })} />`}<//>
      ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${problem.isBusy} disabled=${!isReady}>${t(callback ? "pages.save" : "callbacks.save")}<//></div>
    </form><//>`;
}

function Whom({ fields, change }) {
  const [isSearching, setSearching] = useState(false);
  if (fields.customer_id) {
    return html`<div class="field"><span class="field__label">${t("callbacks.whom")}</span><span class="row"><b>${fields.customer_name}</b>
      <${Button} kind="ghost" size="small" icon="x" label=${t("tasks.no_customer")} onClick=${() => change({ customer_id: null, customer_name: null })} /></span></div>`;
  }
  return html`<div class="form__pair"><${TextField} label=${t("callbacks.number")} value=${fields.number} placeholder=${t("callbacks.number_hint")} inputmode="tel" autocomplete="off" maxlength="40" autofocus onInput=${(event) => change({ number: event.currentTarget.value })} />
    <div class="field"><span class="field__label">${t("callbacks.customer")}</span>${isSearching
      ? html`<${Lookup} label=${t("callbacks.find")} search=${findCustomers} onClose=${() => setSearching(false)} onPick=${(one) => { change({ customer_id: one.id, customer_name: one.label }); setSearching(false); }} />`
      : html`<span class="row"><${Button} icon="search" onClick=${() => setSearching(true)}>${t("callbacks.find")}<//></span>`}</div></div>`;
}
