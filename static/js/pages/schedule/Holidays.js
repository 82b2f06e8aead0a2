/** The days of a year that differ: those of the law, and the company's own. */
import { boot } from "../../lib/boot.js";
import { get, patch, post } from "../../lib/api.js";
import { minute } from "../../lib/clock.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { dayOf } from "../../timeline/days.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { attempt, sentenceFor } from "./ask.js";
import { shortDay, weekdayOf } from "./week.js";

export function Holidays({ mayEdit }) {
  const thisYear = Number(dayOf(minute.value, boot.timezone).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [isAdding, setAdding] = useState(false);
  const days = useResource(() => get("/holidays", { year, scope: "all" }), [year]);
  const remove = async (day, isRemoved) => {
    if (!await attempt(() => patch(`/holidays/${day.id}`, { is_removed: isRemoved }))) return;
    days.reload();
    if (isRemoved) toast(t("holidays.removed", { name: labelOf(day, "name") }), { kind: "done", undo: () => remove(day, false) });
  };
  return html`<section class="panel panel--flush" aria-labelledby="holidays-title">
    <div class="panel__head"><h2 id="holidays-title">${t("holidays.title")}</h2>
      <select class="input filters__select" aria-label=${t("holidays.year")} value=${year} onChange=${(event) => setYear(Number(event.currentTarget.value))}>
        ${Array.from({ length: 11 }, (_one, n) => thisYear - 1 + n).map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select>
      <span class="push"></span>${mayEdit && html`<${Button} size="small" icon="plus" onClick=${() => setAdding(true)}>${t("holidays.add")}<//>`}</div>
    ${days.error && !days.data ? html`<${LoadFailed} error=${days.error} onRetry=${days.reload} />`
      : !days.data ? html`<div class="panel__inside"><${Skeleton} lines=${6} /></div>`
      : html`<ul class="holiday-list">${!days.data.items.length && html`<li class="dim">${t("holidays.empty")}</li>`}
        ${days.data.items.map((day) => html`<li key=${day.id} class="holiday-list__one"><span class="num holiday-list__day">${t(`schedule.short.${weekdayOf(day.day)}`)} ${shortDay(day.day)}</span>
          <span class="holiday-list__name">${labelOf(day, "name")} ${day.hours.length > 0 && html`<span class="dim num">${day.hours.map((pair) => pair.join("–")).join(", ")}</span>`}</span>
          ${day.is_expected && html`<${Badge} kind="waiting" title=${t("holidays.expected_hint")}>${t("holidays.expected")}<//>`}
          ${day.source === "own" && html`<${Badge} kind="line">${t("holidays.own")}<//>`}
          ${mayEdit && html`<${Button} kind="ghost" size="small" icon="x" label=${t("holidays.remove_of", { name: `${labelOf(day, "name")} ${shortDay(day.day)}` })} onClick=${() => remove(day, true)} />`}</li>`)}</ul>`}
    <p class="dim holiday-list__source">${t("holidays.source")}</p>
    ${isAdding && html`<${AddDay} onSaved=${(day) => { setAdding(false); setYear(Number(day.day.slice(0, 4))); days.reload(); }} onClose=${() => setAdding(false)} />`}
  </section>`;
}

function AddDay({ onSaved, onClose }) {
  const [form, setForm] = useState({ day: "", name_vi: "", name_en: "", isWhole: true, from: "08:00", to: "12:00" });
  const [error, setError] = useState(null);
  const change = (part) => { setForm({ ...form, ...part }); setError(null); };
  const save = async (event) => {
    event.preventDefault();
    if (!form.day || !form.name_vi.trim()) return setError(t("schedule.fix"));
    const { day, name_vi, name_en } = form;
    try {
      const saved = await post("/holidays", { day, name_vi: name_vi.trim(), name_en: name_en.trim(), hours: form.isWhole ? [] : [[form.from, form.to]] });
      toast(t("holidays.added", { name: labelOf(saved, "name") }), { kind: "done" });
      onSaved(saved);
    } catch (refusal) {
      setError(sentenceFor(refusal));
    }
    return undefined;
  };
  const field = (name, label, type = "text") => html`<${TextField} label=${label} type=${type} maxlength=${type === "text" ? "80" : null} autocomplete="off" value=${form[name]} onInput=${(event) => change({ [name]: event.currentTarget.value })} />`;
  const choice = (value, label) => html`<label class="check"><input type="radio" name="isWhole" checked=${form.isWhole === value} onChange=${() => change({ isWhole: value })} /><span>${label}</span></label>`;
  return html`<${Dialog} title=${t("holidays.add")} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    ${field("day", t("holidays.day"), "date")}${field("name_vi", t("holidays.name"))}${field("name_en", t("holidays.name_en"))}
    <fieldset class="choice">${choice(true, t("holidays.whole"))}${choice(false, t("holidays.some"))}</fieldset>
    ${!form.isWhole && html`<div class="form__pair">${field("from", t("shift.starts"), "time")}${field("to", t("shift.ends"), "time")}</div>`}
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit">${t("pages.save")}<//></div></form><//>`;
}
