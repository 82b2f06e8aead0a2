/** A shift made or changed: one day or every week. Of a weekly one, this day alone or all of them. */
import { del, patch, post } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { attempt, sentenceFor } from "./ask.js";
import { RemoveShift } from "./RemoveShift.js";
import { isOvernight, shortDay, weekdayOf } from "./week.js";

/** `of` is an occurrence of the grid, or `{user_id, day}` for a new one. */
export function ShiftDialog({ of, people, day, onSaved, onClose }) {
  const shift = of.shift || null;
  const [form, setForm] = useState(() => startingForm(of, people, day));
  const [error, setError] = useState({});
  const [isBusy, setBusy] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const person = people.find((one) => one.id === form.user_id);
  const name = person?.name || "";
  const change = (part) => { setForm({ ...form, ...part }); setError({}); };
  const save = async (event) => {
    event.preventDefault();
    const wrong = mistakesIn(form);
    if (Object.keys(wrong).length) return setError(wrong);
    setBusy(true);
    try {
      await send(form, of);
      toast(t("shift.saved", { name }), { kind: "done" });
      onSaved();
    } catch (refusal) {
      setError({ form: sentenceFor(refusal, { name }) });
      setBusy(false);
    }
    return undefined;
  };
  const remove = async (scope) => {
    const query = shift.weekday === null || scope === "all" ? "" : `?scope=${scope}&day=${of.day}`;
    if ((await attempt(() => del(`/shifts/${shift.id}${query}`).then(() => true)))) {
      const undo = shift.weekday === null ? () => attempt(async () => { await post("/shifts", singleOf(shift)); }) : undefined;
      toast(t("shift.removed", { name }), { kind: "done", undo });
      onSaved();
    }
  };
  if (isRemoving) return html`<${RemoveShift} day=${of.day} onPick=${remove} onClose=${() => setRemoving(false)} />`;
  return html`<${Dialog} title=${t(shift ? "shift.edit" : "shift.new")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <${Field} label=${t("schedule.person")} hint=${person && !person.is_rostered ? t("schedule.first_shift", { name }) : null}>${(attributes) => html`<select class="input" ...${attributes} value=${form.user_id} onChange=${(event) => change({ user_id: event.currentTarget.value })}>
        ${people.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>
      <${Repeat} form=${form} error=${error} isNew=${!shift} day=${of.day} onChange=${change} />
      <div class="form__pair">
        <${TextField} label=${t("shift.starts")} type="time" required value=${form.starts} error=${error.starts} onInput=${(event) => change({ starts: event.currentTarget.value })} />
        <${TextField} label=${t("shift.ends")} type="time" required value=${form.ends} error=${error.ends} hint=${form.starts && form.ends && isOvernight(form.starts, form.ends) ? t("shift.over_midnight") : null}
          onInput=${(event) => change({ ends: event.currentTarget.value })} />
      </div>
      ${form.isWeekly && form.scope === "all" && html`<label class="check"><input type="checkbox" checked=${form.works_holidays} onChange=${(event) => change({ works_holidays: event.currentTarget.checked })} />
        <span>${t("shift.holidays")} <span class="dim">${t("shift.holidays_hint")}</span></span></label>`}
      ${form.scope === "all" && html`<${TextField} label=${t("shift.note")} maxlength="200" autocomplete="off" value=${form.note} onInput=${(event) => change({ note: event.currentTarget.value })} />`}
      ${error.form && html`<p class="field__error" role="alert">${error.form}</p>`}
      <div class="form__foot">${shift && html`<${Button} kind="danger" onClick=${() => (shift.weekday === null ? remove("all") : setRemoving(true))}>${t("shift.remove")}<//><span class="push"></span>`}
        <${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}

function Repeat({ form, error, isNew, day, onChange }) {
  const choice = (name, value, label) => html`<label class="check"><input type="radio" name=${name} checked=${form[name] === value} onChange=${() => onChange({ [name]: value })} /><span>${label}</span></label>`;
  return html`
    ${isNew && html`<fieldset class="choice"><legend class="field__label">${t("shift.repeat")}</legend>${choice("isWeekly", false, t("shift.once"))}${choice("isWeekly", true, t("shift.weekly"))}</fieldset>`}
    ${!isNew && form.isWeekly && html`<fieldset class="choice"><legend class="field__label">${t("shift.scope")}</legend>${choice("scope", "day", t("shift.scope_day", { day: shortDay(day, true) }))}${choice("scope", "all", t("shift.scope_all"))}</fieldset>`}
    ${isNew && form.isWeekly && html`<fieldset class="choice choice--days"><legend class="field__label">${t("shift.days")}</legend>
      ${[0, 1, 2, 3, 4, 5, 6].map((n) => html`<label key=${n} class="day-box"><input type="checkbox" checked=${form.weekdays.includes(n)}
        onChange=${(event) => onChange({ weekdays: event.currentTarget.checked ? [...form.weekdays, n] : form.weekdays.filter((one) => one !== n) })} /><span>${t(`schedule.short.${n}`)}</span></label>`)}
      ${error.weekdays && html`<span class="field__error" role="alert">${error.weekdays}</span>`}</fieldset>`}
    <div class="form__pair">
      <${TextField} label=${t(form.isWeekly && form.scope === "all" ? "shift.from_day" : "shift.day")} type="date" required value=${form.first_day} error=${error.first_day} onInput=${(event) => onChange({ first_day: event.currentTarget.value })} />
      ${form.isWeekly && form.scope === "all" && html`<${TextField} label=${t("shift.until")} hint=${t("shift.until_hint")} type="date" value=${form.last_day} onInput=${(event) => onChange({ last_day: event.currentTarget.value })} />`}
    </div>`;
}

function startingForm(of, people, day) {
  const { shift } = of;
  const base = { user_id: of.user_id || people[0]?.id || "", isWeekly: false, scope: "all", weekdays: [], first_day: of.day || day, last_day: "", starts: "08:00", ends: "17:00", works_holidays: false, note: "" };
  if (!shift) return { ...base, isNew: true, weekdays: [weekdayOf(base.first_day)] };
  const isWeekly = shift.weekday !== null;
  return { ...base, isWeekly, scope: isWeekly ? "day" : "all", starts: shift.starts, ends: shift.ends === "24:00" ? "00:00" : shift.ends, works_holidays: shift.works_holidays, note: shift.note,
    last_day: isWeekly ? shift.last_day || "" : "" };
}

function mistakesIn(form) {
  const wrong = {};
  for (const name of ["first_day", "starts", "ends"]) if (!form[name]) wrong[name] = t("shift.missing");
  if (form.isNew && form.isWeekly && !form.weekdays.length) wrong.weekdays = t("shift.pick_days");
  return wrong;
}

function send(form, of) {
  const { user_id, first_day, starts, ends, works_holidays, note } = form;
  const last = { last_day: form.last_day || null };
  if (!of.shift) return post("/shifts", { user_id, first_day, starts, ends, note, ...(form.isWeekly ? { weekdays: form.weekdays, works_holidays, ...last } : {}) });
  if (form.isWeekly && form.scope === "day") return post(`/shifts/${of.shift.id}/moves`, { day: of.day, user_id, first_day, starts, ends });
  const days = form.isWeekly ? { first_day: first_day === of.day ? of.shift.first_day : first_day, works_holidays, ...last } : { first_day };
  return patch(`/shifts/${of.shift.id}`, { user_id, starts, ends, note, ...days }, { ifMatch: of.shift.version });
}

const singleOf = ({ user_id, first_day, starts, ends, note }) => ({ user_id, first_day, starts, ends, note });
