/** Leave made, changed or taken back: whole days, or hours of one day. */
import { boot } from "../../lib/boot.js";
import { del, patch, post } from "../../lib/api.js";
import { formatTime } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { startOfDay } from "../../timeline/days.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { attempt, sentenceFor } from "./ask.js";
import { minutesOf } from "./week.js";

const KINDS = ["annual", "sick", "unpaid", "training", "other"];

export function LeaveDialog({ of, people, day, onSaved, onClose }) {
  const [form, setForm] = useState(() => startingForm(of, people, day));
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const name = people.find((one) => one.id === form.user_id)?.name || of.user_name || "";
  const change = (part) => { setForm({ ...form, ...part }); setError(null); };
  const save = async (event) => {
    event.preventDefault();
    const body = bodyOf(form);
    if (!body) return setError(t("leave.order"));
    setBusy(true);
    try {
      await (of.id ? patch(`/leaves/${of.id}`, body, { ifMatch: of.version }) : post("/leaves", { ...body, user_id: form.user_id }));
      toast(t("leave.saved", { name }), { kind: "done" });
      onSaved();
    } catch (refusal) {
      setError(sentenceFor(refusal, { name }));
      setBusy(false);
    }
    return undefined;
  };
  const field = (name_, label, type) => html`<${TextField} label=${label} type=${type} required value=${form[name_]} onInput=${(event) => change({ [name_]: event.currentTarget.value })} />`;
  const choice = (value, label) => html`<label class="check"><input type="radio" name="isWhole" checked=${form.isWhole === value} onChange=${() => change({ isWhole: value })} /><span>${label}</span></label>`;
  return html`<${Dialog} title=${t(of.id ? "leave.edit" : "leave.new")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <${Field} label=${t("schedule.person")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.user_id} disabled=${!!of.id} onChange=${(event) => change({ user_id: event.currentTarget.value })}>
        ${people.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>
      <${Field} label=${t("leave.kind")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.kind} onChange=${(event) => change({ kind: event.currentTarget.value })}>
        ${KINDS.map((kind) => html`<option key=${kind} value=${kind}>${t(`leave.kinds.${kind}`)}</option>`)}</select>`}<//>
      <fieldset class="choice"><legend class="field__label">${t("leave.whole_days")}</legend>${choice(true, t("leave.by_days"))}${choice(false, t("leave.by_hours"))}</fieldset>
      ${form.isWhole
        ? html`<div class="form__pair">${field("first_day", t("leave.first"), "date")}${field("last_day", t("leave.last"), "date")}</div>`
        : html`<div class="form__trio">${field("first_day", t("leave.day"), "date")}${field("starts", t("leave.starts"), "time")}${field("ends", t("leave.ends"), "time")}</div>`}
      <${TextField} label=${t("leave.note")} maxlength="200" autocomplete="off" value=${form.note} onInput=${(event) => change({ note: event.currentTarget.value })} />
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot">${of.id && html`<${Button} kind="danger" onClick=${() => cancelLeave(of, onSaved)}>${t("leave.cancel")}<//><span class="push"></span>`}
        <${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}

/** Take leave back; undo enters it again. */
export async function cancelLeave(leave, onDone) {
  if (!await attempt(() => del(`/leaves/${leave.id}`))) return;
  const again = leave.is_whole_days ? { first_day: leave.first_day, last_day: leave.last_day } : { starts_at: leave.starts_at, ends_at: leave.ends_at };
  const undo = () => attempt(async () => { await post("/leaves", { user_id: leave.user_id, kind: leave.kind, note: leave.note, ...again }); onDone(); }, { name: leave.user_name });
  toast(t("leave.canceled", { name: leave.user_name }), { kind: "done", undo });
  onDone();
}

function startingForm(of, people, day) {
  const base = { user_id: of.user_id || people[0]?.id || "", kind: "annual", isWhole: true, first_day: day, last_day: day, starts: "08:00", ends: "12:00", note: "" };
  if (!of.id) return base;
  const hours = of.is_whole_days ? {} : { starts: formatTime(of.starts_at), ends: formatTime(of.ends_at) };
  return { ...base, kind: of.kind, isWhole: of.is_whole_days, first_day: of.first_day, last_day: of.last_day, note: of.note, ...hours };
}

/** What is sent, or null when the end is not after the start. */
function bodyOf({ kind, note, isWhole, first_day, last_day, starts, ends }) {
  if (isWhole) return first_day && last_day && first_day <= last_day ? { kind, note, first_day, last_day } : null;
  if (!first_day || !starts || !ends || minutesOf(ends) <= minutesOf(starts)) return null;
  const midnight = Date.parse(startOfDay(first_day, boot.timezone));
  const at = (time) => new Date(midnight + minutesOf(time) * 60_000).toISOString();
  return { kind, note, starts_at: at(starts), ends_at: at(ends) };
}
