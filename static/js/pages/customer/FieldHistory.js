/** The last changes of one field, under it. */
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { Change } from "./Change.js";

export function FieldHistory({ customer, field, isEditable, onChange }) {
  const { data, error, reload } = useResource(() => get(`/customers/${customer.id}/history`, { field, limit: 5 }), [customer.id, field, customer.version]);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${2} />`;
  if (!data.items.length) return html`<p class="dim">${t("profile.never_changed")}</p>`;
  return html`<ul class="changes changes--field">${data.items.map((change) => html`<${Change} key=${change.id} change=${change} customer=${customer} isEditable=${isEditable} onUndone=${onChange} />`)}</ul>`;
}
