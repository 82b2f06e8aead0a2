/** What is known of a lead, changed where it stands. */
import { errorText } from "../../lib/errors.js";
import { formatDateTime, formatMoney, formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { readMoney, writeMoney } from "../../lib/money.js";
import { CallTo } from "../../phone/CallTo.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { sourceWords } from "./sources.js";
import { saveLead } from "./verbs.js";

export function Facts({ lead, onChange, onReload }) {
  const [isEditing, setEditing] = useState(false);
  return html`<section class="panel" aria-labelledby="lead-facts"><div class="panel__head"><h2 id="lead-facts">${t("leads.about")}</h2>
      <span class="push">${!isEditing && html`<${Button} kind="ghost" size="small" icon="pencil" onClick=${() => setEditing(true)}>${t("leads.edit")}<//>`}</span></div>
    ${isEditing ? html`<${Edit} lead=${lead} onReload=${onReload} onClose=${() => setEditing(false)} onSaved=${(saved) => { onChange(saved); setEditing(false); }} />` : html`<${Shown} lead=${lead} />`}
  </section>`;
}

const Row = ({ label, children }) => html`<div class="details__row"><dt>${label}</dt><dd>${children}</dd></div>`;

function Shown({ lead }) {
  const campaign = Object.entries(lead.campaign || {});
  return html`<dl class="details">
    ${lead.customer_id && html`<${Row} label=${t("leads.customer")}><a href=${`/customers/${lead.customer_id}`}>${lead.customer_name}</a>${lead.contact_name && lead.contact_name !== lead.customer_name && html` <span class="dim">${t("leads.wrote_as", { name: lead.contact_name })}</span>`}<//>`}
    ${lead.phone && html`<${Row} label=${t("leads.contact")}><span class="call-line num">${lead.phone.startsWith("+") ? formatPhone(lead.phone) : lead.phone}<${CallTo} number=${lead.phone} customerId=${lead.customer_id} name=${lead.customer_name || lead.contact_name} /></span><//>`}
    <${Row} label=${t("leads.interest")}>${lead.interest || "—"}<//>
    <${Row} label=${t("leads.value")}>${lead.value > 0 ? formatMoney(lead.value, lead.currency) : "—"}<//>
    <${Row} label=${t("leads.owner")}>${lead.owner_name || html`<span class="dim">${t("leads.nobody")}</span>`}<//>
    <${Row} label=${t("leads.source")}>${sourceWords(lead.source)}, ${formatDateTime(lead.created_at)}<//>
    ${lead.first_touch_at && html`<${Row} label=${t("leads.first_touch")}>${formatDateTime(lead.first_touch_at)} · ${t(`leads.ways.${lead.first_touch_kind}`)}<//>`}
    ${lead.order_id && html`<${Row} label=${t("leads.order")}><a href=${`/customers/${lead.customer_id}?tab=orders`}>${t("leads.see_order")}</a><//>`}
    ${lead.note && html`<${Row} label=${t("leads.note")}>${lead.note}<//>`}
    ${campaign.length > 0 && html`<${Row} label=${t("leads.campaign")}>${campaign.map(([name, value]) => html`<div key=${name}><span class="dim">${name}</span> ${value}</div>`)}<//>`}</dl>`;
}

function Edit({ lead, onSaved, onClose, onReload }) {
  const [form, setForm] = useState({ interest: lead.interest, value: writeMoney(lead.value, lead.currency), note: lead.note });
  const [error, setError] = useState("");
  const field = (name) => ({ value: form[name], autocomplete: "off", onInput: (event) => setForm({ ...form, [name]: event.currentTarget.value }) });
  const save = async (event) => {
    event.preventDefault();
    const value = form.value.trim() ? readMoney(form.value, lead.currency) : null;
    if (form.value.trim() && value === null) { setError(t("leads.bad_value")); return; }
    try {
      onSaved(await saveLead(lead, { interest: form.interest.trim(), note: form.note, value }));
    } catch (problem) {
      setError(errorText(problem));
      if (problem.status === 412) onReload();
    }
  };
  return html`<form class="stack form" onSubmit=${save} novalidate>
    <${TextField} label=${t("leads.interest")} maxlength="200" autofocus ...${field("interest")} />
    <${TextField} label=${t("leads.value")} inputmode="numeric" maxlength="20" ...${field("value")} />
    <label class="field"><span class="field__label">${t("leads.note")}</span><textarea class="input" rows="4" maxlength="5000" ...${field("note")}></textarea></label>
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit">${t("pages.save")}<//></div></form>`;
}
