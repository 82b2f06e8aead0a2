/** Forms for websites: made here, pasted there. */
import { get, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { locale, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { TextField } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { copyText } from "../customer/copyText.js";
import { useResource } from "../useResource.js";

export function Forms() {
  const { data, reload } = useResource(() => get("/lead-forms"), []);
  const [edited, setEdited] = useState(null);
  if (!data) return html`<${Skeleton} lines=${6} />`;
  const create = html`<${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("leads.forms.create")}<//>`;
  const flip = (form) => patch(`/lead-forms/${form.id}`, { is_active: !form.is_active }, { ifMatch: form.version }).then(reload).catch((error) => toast(errorText(error), { kind: "late" }));
  return html`${!data.items.length ? html`<${EmptyState} icon="file-text" title=${t("leads.forms.empty")} text=${t("leads.forms.empty_text")}>${create}<//>` : html`
    ${data.items.map((form) => html`<section key=${form.id} class="panel lead-form-card" aria-label=${form.name}>
      <div class="panel__head"><h2>${form.name}</h2>${!form.is_active && html`<span class="badge">${t("leads.forms.off")}</span>`}
        <span class="push row"><${Button} size="small" onClick=${() => flip(form)}>${t(form.is_active ? "leads.forms.turn_off" : "leads.forms.turn_on")}<//><${Button} size="small" icon="pencil" onClick=${() => setEdited(form)}>${t("leads.edit")}<//></span></div>
      <p class="dim">${t("leads.forms.count", { n: formatNumber(form.leads), trapped: formatNumber(form.trapped) })}${form.last_used_at && html` · <${Ago} at=${form.last_used_at} />`} · ${form.allowed_origins.length ? form.allowed_origins.join(", ") : t("leads.forms.any_site")}</p>
      <${Snippets} form=${form} /></section>`)}${create}`}
    ${edited && html`<${FormDialog} form=${edited} onClose=${() => setEdited(null)} onSaved=${() => { setEdited(null); reload(); }} />`}`;
}

function Snippets({ form }) {
  const snippets = form.snippets[locale.value] || form.snippets.vi;
  const copy = async (text) => { await copyText(text); toast(t("leads.forms.copied"), { kind: "done" }); };
  return html`${["script", "html"].map((kind) => html`<details key=${kind} class="why__more"><summary>${t(`leads.forms.${kind}`)}</summary>
    <p class="dim">${t(`leads.forms.${kind}_text`)}</p><pre class="lead-snippet" tabindex="0">${snippets[kind]}</pre>
    <${Button} size="small" icon="copy" onClick=${() => copy(snippets[kind])}>${t("leads.forms.copy")}<//></details>`)}`;
}

function FormDialog({ form, onSaved, onClose }) {
  const [values, setValues] = useState({ name: form.name || "", sites: (form.allowed_origins || []).join("\n"), interest: form.interest || "", thanks: form.thanks || "", redirect_url: form.redirect_url || "" });
  const [error, setError] = useState("");
  const field = (name) => ({ value: values[name], autocomplete: "off", onInput: (event) => { setValues({ ...values, [name]: event.currentTarget.value }); setError(""); } });
  const save = async (event) => {
    event.preventDefault();
    const body = { name: values.name.trim(), interest: values.interest.trim(), thanks: values.thanks.trim(), redirect_url: values.redirect_url.trim() || null, allowed_origins: values.sites.split(/[\s,]+/).filter(Boolean) };
    try {
      onSaved(form.id ? await patch(`/lead-forms/${form.id}`, body, { ifMatch: form.version }) : await post("/lead-forms", body));
    } catch (problem) { setError(errorText(problem)); }
  };
  return html`<${Dialog} title=${form.id ? form.name : t("leads.forms.create")} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    <${TextField} label=${t("leads.forms.name")} maxlength="80" required autofocus ...${field("name")} />
    <label class="field"><span class="field__label">${t("leads.forms.sites")}</span><textarea class="input" rows="2" maxlength="2000" placeholder="https://example.vn" ...${field("sites")}></textarea><span class="field__hint">${t("leads.forms.sites_hint")}</span></label>
    <${TextField} label=${t("leads.interest")} maxlength="200" ...${field("interest")} />
    <${TextField} label=${t("leads.forms.thanks")} maxlength="300" ...${field("thanks")} />
    <${TextField} label=${t("leads.forms.redirect")} maxlength="500" type="url" placeholder="https://" ...${field("redirect_url")} />
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" disabled=${!values.name.trim()}>${t("pages.save")}<//></div></form><//>`;
}
