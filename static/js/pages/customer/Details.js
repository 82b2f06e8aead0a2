/** The main fields, each edited where it stands. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { formatDate } from "../../lib/format.js";
import { EditableField } from "./EditableField.js";
import { FIELDS } from "./fields.js";
import { Switch } from "./Switch.js";

export const Details = ({ customer, isEditable, onChange }) => html`<section class="panel" aria-labelledby="customer-details">
  <h2 id="customer-details">${t("customer.details")}</h2>
  <dl class="details">
    ${FIELDS.map((field) => html`<${EditableField} key=${field.name} field=${field} customer=${customer} isEditable=${isEditable} onChange=${onChange} />`)}
    <div class="details__row"><dt>${t("customer.fields.created_at")}</dt><dd>${formatDate(customer.created_at)}</dd></div>
  </dl>
  <div class="switches">
    <${Switch} name="do_not_call" customer=${customer} isEditable=${isEditable} onChange=${onChange} />
    <${Switch} name="is_blocked" customer=${customer} isEditable=${isEditable} onChange=${onChange} />
  </div>
</section>`;
