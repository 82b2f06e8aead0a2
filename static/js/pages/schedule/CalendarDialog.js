/** A week of opening hours, day by day. */
import { boot } from "../../lib/boot.js";
import { patch, post } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { sentenceFor } from "./ask.js";

const OFFICE = [["08:00", "12:00"], ["13:00", "17:30"]];
const NEW = { name: "", timezone: "", observes_holidays: true, weekly: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []] };

export function CalendarDialog({ calendar, onSaved, onClose }) {
  const [form, setForm] = useState({ ...NEW, ...calendar, timezone: calendar.timezone || "" });
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setForm({ ...form, ...part }); setError(null); };
  const setDay = (at, spans) => change({ weekly: form.weekly.map((one, n) => (n === at ? spans : one)) });
  const save = async (event) => {
    event.preventDefault();
    if (!form.name.trim()) return setError(t("schedule.fix"));
    setBusy(true);
    const body = { name: form.name.trim(), timezone: form.timezone.trim() || null, observes_holidays: form.observes_holidays, weekly: form.weekly };
    try {
      await (calendar.id ? patch(`/calendars/${calendar.id}`, body, { ifMatch: calendar.version }) : post("/calendars", body));
      toast(t("hours.saved", { name: body.name }), { kind: "done" });
      onSaved();
    } catch (refusal) {
      setError(sentenceFor(refusal));
      setBusy(false);
    }
    return undefined;
  };
  return html`<${Dialog} title=${calendar.id ? t("hours.edit", { name: calendar.name }) : t("hours.new")} onClose=${onClose} class="dialog--wide">
    <form class="stack form" onSubmit=${save} novalidate>
      <div class="form__pair">
        <${TextField} label=${t("hours.name")} required maxlength="80" autocomplete="off" value=${form.name} onInput=${(event) => change({ name: event.currentTarget.value })} />
        <${TextField} label=${t("hours.zone")} hint=${t("hours.zone_hint", { zone: boot.timezone })} maxlength="60" autocomplete="off" value=${form.timezone} onInput=${(event) => change({ timezone: event.currentTarget.value })} />
      </div>
      <div class="week-hours">${form.weekly.map((spans, at) => html`<${Day} key=${at} at=${at} spans=${spans} onChange=${(next) => setDay(at, next)} />`)}</div>
      <div><${Button} size="small" icon="copy" onClick=${() => change({ weekly: form.weekly.map((spans, at) => (at < 5 ? form.weekly[0] : spans)) })}>${t("hours.as_monday")}<//></div>
      <label class="check"><input type="checkbox" checked=${form.observes_holidays} onChange=${(event) => change({ observes_holidays: event.currentTarget.checked })} /><span>${t("hours.observes")}</span></label>
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}

function Day({ at, spans, onChange }) {
  const day = t(`schedule.weekdays.${at}`);
  const set = (n, side, value) => onChange(spans.map((pair, k) => (k === n ? (side ? [pair[0], value] : [value, pair[1]]) : pair)));
  const time = (n, side, label) => html`<input class="input week-hours__time" type="time" required aria-label=${t(label, { day })} value=${spans[n][side] === "24:00" ? "00:00" : spans[n][side]} onInput=${(event) => set(n, side, event.currentTarget.value)} />`;
  return html`<div class="week-hours__day" role="group" aria-label=${day}><b>${day}</b>
    <div class="week-hours__spans">${!spans.length && html`<span class="dim">${t("hours.closed")}</span>`}
      ${spans.map((pair, n) => html`<span key=${n} class="row">${time(n, 0, "hours.from_of")}–${time(n, 1, "hours.to_of")}
        <${Button} kind="ghost" size="small" icon="x" label=${t("hours.remove_span", { hours: pair.join("–") })} onClick=${() => onChange(spans.filter((_one, k) => k !== n))} /></span>`)}</div>
    <${Button} kind="ghost" size="small" icon="plus" label=${t("hours.add_span", { day })} disabled=${spans.length >= 6} onClick=${() => onChange([...spans, spans.length ? ["18:00", "21:00"] : ["08:00", "17:30"]])} /></div>`;
}
