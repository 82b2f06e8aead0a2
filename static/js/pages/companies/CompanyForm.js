/** A company's own facts, new or changed. One that is there already is shown before a second is made. */
import { get, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { me } from "../../store/session.js";
import { AssigneeSelect } from "../tasks/QuickAdd.js";
import "../tasks/words.js";

const SIZES = ["1_9", "10_49", "50_249", "250_up"];
const TEXTS = ["name", "tax_code", "industry", "website", "address", "notes"];

const fieldsOf = (company) => ({ ...Object.fromEntries(TEXTS.map((name) => [name, company?.[name] || ""])), size: company?.size || "", owner_id: company?.owner_id || "",
  phones: (company?.phones || []).map((one) => one.national).join("\n") });

function bodyOf(fields, base) {
  const old = fieldsOf(base);
  const changed = Object.keys(fields).filter((name) => !base || fields[name] !== old[name]);
  const valueOf = (name) => {
    if (name === "phones") return fields.phones.split(/[\n;,]/).map((one) => one.trim()).filter(Boolean);
    const text = fields[name].trim();
    return name === "name" || name === "notes" ? text : text || null;
  };
  return Object.fromEntries(changed.map((name) => [name, valueOf(name)]));
}

export function CompanyForm({ company = null, typed = "", onSaved, onClose }) {
  const [base, setBase] = useState(company);
  const [fields, setFields] = useState(() => ({ ...fieldsOf(company), ...(typed ? { name: typed } : {}) }));
  const [problem, setProblem] = useState({ isBusy: false, error: null, name: null, phones: null, companies: null });
  const change = (name) => (event) => { setFields({ ...fields, [name]: event.currentTarget.value }); setProblem({ isBusy: false }); };
  const save = async (allowsDuplicate) => {
    if (!fields.name.trim()) return setProblem({ name: t("companies.name_missing") });
    setProblem({ isBusy: true });
    try {
      onSaved(base ? await patch(`/companies/${base.id}`, bodyOf(fields, base), { ifMatch: base.version }) : await post(`/companies${allowsDuplicate ? "?allow_duplicate=1" : ""}`, bodyOf(fields, null)));
    } catch (error) {
      if (error.status === 412) setBase(await get(`/companies/${company.id}`));
      setProblem(problemOf(error));
    }
    return undefined;
  };
  return html`<${Dialog} title=${t(company ? "companies.edit" : "companies.create")} onClose=${onClose}>
    <form class="stack form" onSubmit=${(event) => { event.preventDefault(); save(false); }} novalidate>
      <${TextField} label=${t("companies.name")} value=${fields.name} error=${problem.name} maxlength="200" required autofocus autocomplete="off" onInput=${change("name")} />
      <div class="form__pair"><${TextField} label=${t("companies.tax_code")} value=${fields.tax_code} maxlength="20" autocomplete="off" onInput=${change("tax_code")} />
        <${Field} label=${t("companies.size")}>${(attributes) => html`<select class="input" ...${attributes} value=${fields.size} onChange=${change("size")}><option value="">${t("companies.no_size")}</option>${SIZES.map((one) => html`<option key=${one} value=${one}>${t(`companies.sizes.${one}`)}</option>`)}</select>`}<//></div>
      <div class="form__pair"><${TextField} label=${t("companies.industry")} value=${fields.industry} maxlength="100" autocomplete="off" onInput=${change("industry")} />
        <${TextField} label=${t("companies.website")} value=${fields.website} maxlength="300" autocomplete="off" inputmode="url" onInput=${change("website")} /></div>
      <${Field} label=${t("companies.phones")} hint=${t("companies.phones_hint")} error=${problem.phones}>${(attributes) => html`<textarea class="input" rows="2" maxlength="900" ...${attributes} value=${fields.phones} onInput=${change("phones")}></textarea>`}<//>
      <${TextField} label=${t("companies.address")} value=${fields.address} maxlength="300" autocomplete="off" onInput=${change("address")} />
      <${Field} label=${t("companies.owner")}>${(attributes) => html`<${OwnerSelect} attributes=${attributes} value=${fields.owner_id} onChange=${(owner_id) => setFields({ ...fields, owner_id })} />`}<//>
      <${Field} label=${t("companies.notes")}>${(attributes) => html`<textarea class="input" rows="2" maxlength="20000" ...${attributes} value=${fields.notes} onInput=${change("notes")}></textarea>`}<//>
      ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
      ${problem.companies && html`<${Known} companies=${problem.companies} isBusy=${problem.isBusy} onSaveAnyway=${() => save(true)} />`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//>${!problem.companies && html`<${Button} kind="primary" type="submit" busy=${problem.isBusy}>${t("companies.save")}<//>`}</div>
    </form><//>`;
}

function OwnerSelect({ value, attributes, onChange }) {
  const shown = value === me.value?.id ? "" : value || "none";
  return html`<${AssigneeSelect} attributes=${attributes} noneWords=${t("companies.no_owner")} value=${shown} onChange=${(id) => onChange(id === "none" ? "" : id || me.value?.id)} />`;
}

const Known = ({ companies, isBusy, onSaveAnyway }) => html`<div class="warning" role="alert" ref=${(box) => box?.scrollIntoView({ block: "nearest" })}><p class="row"><${Icon} name="building-2" /><b>${t("companies.duplicate")}</b></p>
  <ul class="warning__people">${companies.map((one) => one.is_outside ? html`<li class="warning__person"><${Icon} name="lock" size=${14} class="dim" /><span class="cut">${t("companies.outside_one")}</span></li>` : html`<li key=${one.id}><a class="warning__person" href=${`/companies/${one.id}`}><span class="cut">${one.name}</span><span class="push muted">${t("companies.open")}</span><${Icon} name="arrow-right" size=${14} /></a></li>`)}</ul>
  ${companies.some((one) => one.is_outside) && html`<p class="muted">${t("companies.outside_text")}</p>`}
  <${Button} size="small" busy=${isBusy} onClick=${onSaveAnyway}>${t("companies.save_anyway")}<//></div>`;

function problemOf(error) {
  if (error.status === 412) return { error: t("companies.changed_meanwhile") };
  if (error.code === "duplicate_company") return { companies: error.details.companies };
  if (error.code === "invalid_phone" || error.details?.phones) return { phones: t("companies.bad_phone") };
  if (error.details?.name) return { name: t("companies.name_missing") };
  return { error: errorText(error) };
}
