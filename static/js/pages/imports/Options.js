/** How rows are treated: what is there already, unreadable cells, dates and numbers; owner and tags; whose orders. */
import { html, useEffect, useId } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Field, TextField } from "../../ui/Field.js";
import { agents, fetchAgents } from "../people.js";

const CURRENCIES = ["VND", "USD", "EUR", "JPY", "CNY", "SGD", "THB", "AUD"];

export function Options({ kind, options, onChange }) {
  const change = (part) => onChange({ ...options, ...part });
  if (kind === "customers") return html`<${OfCustomers} options=${options} change=${change} />`;
  return html`<div class="import-options">
    <${Choice} name="on_duplicate" words=${`of_${kind}`} values=${["skip", "update"]} value=${options.on_duplicate} onChange=${change} />
    ${kind === "orders" && html`<label class="check import-options__inner"><input type="checkbox" checked=${options.new_customers !== false}
      onChange=${(event) => change({ new_customers: event.currentTarget.checked })} /><span>${t("imports.options.new_customers")}</span></label>`}
    <div class="import-options__pair">
      ${kind === "orders" && html`<${Select} name="date_order" values=${["dmy", "mdy", "ymd"]} value=${options.date_order} onChange=${change} />`}
      <${Select} name="locale" values=${["vi", "en"]} value=${options.locale} onChange=${change} />
      <${Field} label=${t("imports.options.currency")}>${(attributes) => html`<select class="input" ...${attributes} value=${options.currency || "VND"} onChange=${(event) => change({ currency: event.currentTarget.value })}>
        ${CURRENCIES.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select>`}<//>
      ${kind === "leads" && html`<${TextField} label=${t("imports.options.lead_source")} hint=${t("imports.options.lead_source_hint")} value=${options.source || "import"} maxlength="40"
        onChange=${(event) => change({ source: event.currentTarget.value.trim() || "import" })} />`}
      ${kind === "orders" && html`<${TextField} label=${t("imports.options.source")} hint=${t("imports.options.source_hint")} value=${options.source || "import"} maxlength="30"
        onChange=${(event) => change({ source: event.currentTarget.value.trim() || "import" })} />`}
    </div></div>`;
}

function OfCustomers({ options, change }) {
  useEffect(() => { fetchAgents(); }, []);
  return html`<div class="import-options">
    <${Choice} name="on_duplicate" values=${["skip", "update", "create"]} value=${options.on_duplicate} onChange=${change} />
    ${options.on_duplicate === "update" && html`<label class="check import-options__inner"><input type="checkbox" checked=${!!options.fill_only}
      onChange=${(event) => change({ fill_only: event.currentTarget.checked })} /><span>${t("imports.options.fill_only")}</span></label>`}
    <${Choice} name="bad_values" values=${["row", "value"]} value=${options.bad_values} onChange=${change} />
    <div class="import-options__pair">
      <${Select} name="date_order" values=${["dmy", "mdy", "ymd"]} value=${options.date_order} onChange=${change} />
      <${Select} name="locale" values=${["vi", "en"]} value=${options.locale} onChange=${change} />
      <${TextField} label=${t("imports.options.tags")} hint=${t("imports.options.tags_hint")} value=${(options.tags || []).join(", ")} maxlength="200"
        onChange=${(event) => change({ tags: tagsOf(event.currentTarget.value) })} />
      ${agents.value.length > 0 && html`<${Field} label=${t("imports.options.owner")}>${(attributes) => html`<select class="input" ...${attributes} value=${options.owner_id || ""} onChange=${(event) => change({ owner_id: event.currentTarget.value || null })}>
        <option value="">${t("imports.options.no_owner")}</option>${agents.value.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>`}
    </div></div>`;
}

/** Radio buttons, each with a line that says what it does. */
function Choice({ name, words = name, values, value, onChange }) {
  const id = useId();
  return html`<fieldset class="choice"><legend class="field__label">${t(`imports.options.${words}.label`)}</legend>
    ${values.map((one) => html`<label key=${one} class="choice__one"><input type="radio" name=${id} checked=${value === one} onChange=${() => onChange({ [name]: one })} />
      <span><b>${t(`imports.options.${words}.${one}`)}</b><span class="dim">${t(`imports.options.${words}.${one}_text`)}</span></span></label>`)}</fieldset>`;
}

const Select = ({ name, values, value, onChange }) => html`<${Field} label=${t(`imports.options.${name}.label`)}>
  ${(attributes) => html`<select class="input" ...${attributes} value=${value} onChange=${(event) => onChange({ [name]: event.currentTarget.value })}>
    ${values.map((one) => html`<option key=${one} value=${one}>${t(`imports.options.${name}.${one}`)}</option>`)}</select>`}<//>`;

const tagsOf = (text) => [...new Set(text.split(",").map((tag) => tag.trim().slice(0, 40)).filter(Boolean))].slice(0, 10);
