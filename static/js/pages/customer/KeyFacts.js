/** What one needs while reading the timeline: a few fields beside it; all of them are on the details tab. */
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { catalogue, fetchCatalogue } from "./catalogue.js";
import { EditableField } from "./EditableField.js";
import { Switch } from "./Switch.js";

const NAMES = ["status", "segment", "owner_id", "company", "address", "language", "preferred_channel", "notes"];

export function KeyFacts({ customer, isEditable, onChange, onAll }) {
  useEffect(() => { fetchCatalogue(); }, []);
  const fields = NAMES.map((name) => catalogue.value?.items.find((field) => field.name === name)).filter(Boolean);
  return html`<section class="panel" aria-labelledby="customer-key-facts">
    <div class="panel__head"><h2 id="customer-key-facts">${t("customer.details")}</h2>
      <button type="button" class="link-btn push" onClick=${onAll}>${t("profile.all_fields")}</button></div>
    <dl class="details">${fields.map((field) => html`<${EditableField} key=${field.name} field=${field} customer=${customer} isEditable=${isEditable} onChange=${onChange} hasHistory=${false} />`)}</dl>
    <div class="switches">
      <${Switch} name="do_not_call" customer=${customer} isEditable=${isEditable} onChange=${onChange} />
      <${Switch} name="is_blocked" customer=${customer} isEditable=${isEditable} onChange=${onChange} />
    </div>
  </section>`;
}
