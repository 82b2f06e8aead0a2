/** A status made or changed. What the product relies on in the built-in ones cannot be changed. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";

const COLOURS = ["green", "amber", "orange", "red", "violet", "grey"];
const ICONS = ["circle-check", "coffee", "sun", "headphones", "users", "pencil", "clock", "moon", "phone-off"];
const NEW = { label_vi: "", label_en: "", colour: "amber", icon: "clock", is_ready: false, is_paid: true, is_break: false, max_minutes: null };

export function StatusDialog({ status, onSaved, onClose }) {
  const isNew = !status.code;
  const [form, setForm] = useState({ ...NEW, ...status });
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setForm({ ...form, ...part }); setError(null); };
  const save = async (event) => {
    event.preventDefault();
    if (!form.label_vi.trim()) return setError(t("team.missing"));
    setBusy(true);
    const { colour, icon, is_ready, is_paid, is_break, max_minutes } = form;
    const body = { label_vi: form.label_vi.trim(), label_en: form.label_en.trim() || form.label_vi.trim(), colour, icon, is_paid, is_break, max_minutes, ...(status.is_builtin ? {} : { is_ready }) };
    try {
      onSaved(isNew ? await post("/statuses", body) : await patch(`/statuses/${status.code}`, body, { ifMatch: status.version }));
    } catch (refusal) {
      setError(errorText(refusal));
      setBusy(false);
    }
    return undefined;
  };
  const check = (name, label, hint) => html`<label class="check"><input type="checkbox" checked=${form[name]} onChange=${(event) => change({ [name]: event.currentTarget.checked })} /><span>${label}${hint && html` <span class="dim">${hint}</span>`}</span></label>`;
  return html`<${Dialog} title=${isNew ? t("status_edit.add") : t("status_edit.edit", { name: labelOf(status) })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <${TextField} label=${t("status_edit.label_vi")} required maxlength="40" autocomplete="off" autofocus value=${form.label_vi} onInput=${(event) => change({ label_vi: event.currentTarget.value })} />
      <${TextField} label=${t("status_edit.label_en")} hint=${t("status_edit.label_en_hint")} maxlength="40" autocomplete="off" value=${form.label_en} onInput=${(event) => change({ label_en: event.currentTarget.value })} />
      <fieldset class="marks"><legend class="field__label">${t("status_edit.colour")}</legend>${COLOURS.map((colour) => html`<label key=${colour} class="marks__one" title=${t(`status_edit.colours.${colour}`)}><input type="radio" name="colour" aria-label=${t(`status_edit.colours.${colour}`)} checked=${form.colour === colour} onChange=${() => change({ colour })} />
        <span class=${`status-mark status-mark--${colour}`}><${Icon} name=${form.icon} size=${14} /></span></label>`)}</fieldset>
      <fieldset class="marks"><legend class="field__label">${t("status_edit.icon")}</legend>${ICONS.map((icon) => html`<label key=${icon} class="marks__one"><input type="radio" name="icon" aria-label=${icon} checked=${form.icon === icon} onChange=${() => change({ icon })} />
        <span class=${`status-mark status-mark--${form.colour}`}><${Icon} name=${icon} size=${14} /></span></label>`)}</fieldset>
      ${!status.is_builtin && check("is_ready", t("status_edit.ready"), t("status_edit.ready_hint"))}${check("is_paid", t("status_edit.paid"))}${check("is_break", t("status_edit.break"))}
      <${TextField} label=${t("status_edit.max")} hint=${t("status_edit.max_hint")} type="number" min="1" max="720" value=${form.max_minutes ?? ""} onInput=${(event) => change({ max_minutes: event.currentTarget.value ? Number(event.currentTarget.value) : null })} />
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}
