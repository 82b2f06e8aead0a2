/** The whole profile in groups, each field edited where it stands. Groups that hold something come first; the others are folded. */
import { formatDate } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { hasWords, labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { catalogue, catalogueError, fetchCatalogue } from "./catalogue.js";
import { EditableField } from "./EditableField.js";
import { isEmpty, valueAt } from "./fieldValue.js";
import { Switch } from "./Switch.js";
import { isUnsaved } from "./useFieldSaver.js";

const SWITCHES = ["do_not_call", "is_blocked"];

export function ProfileGroups({ customer, isEditable, onChange }) {
  useEffect(() => { fetchCatalogue(); }, []);
  if (catalogueError.value && !catalogue.value) return html`<${LoadFailed} error=${catalogueError.value} onRetry=${() => fetchCatalogue({ isForced: true })} />`;
  if (!catalogue.value) return html`<${Skeleton} lines=${10} />`;
  const groups = catalogue.value.groups.map((group) => ({ ...group, fields: catalogue.value.items.filter((field) => field.group === group.code) }))
    .filter((group) => group.fields.length);
  const order = inOrder(groups, customer);
  return html`<div class="profile">${order.map((group) => html`<${Group} key=${`${customer.id}:${group.code}`} group=${group} customer=${customer} isEditable=${isEditable} onChange=${onChange} />`)}
    <p class="dim profile__since">${t("profile.since", { date: formatDate(customer.created_at), source: sourceName(customer.source) })}</p></div>`;
}

function Group({ group, customer, isEditable, onChange }) {
  const filled = filledIn(group, customer);
  // Decided when the page opens: a group must not fold under the hands of who empties its last field.
  const [isOpen, setOpen] = useState(filled > 0 || group.fields.some((field) => isUnsaved(field, customer)));
  const rows = group.fields.filter((field) => !SWITCHES.includes(field.name));
  const switches = group.fields.filter((field) => SWITCHES.includes(field.name));
  return html`<section class="panel profile__group" aria-label=${labelOf(group)}>
    <button type="button" class="profile__fold" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name=${isOpen ? "chevron-down" : "chevron-right"} size=${14} /><h2>${labelOf(group)}</h2>
      <span class="push dim">${t("profile.filled", { n: filled, of: group.fields.length })}</span></button>
    ${isOpen && html`<dl class="details">${rows.map((field) => html`<${EditableField} key=${field.name} field=${field} customer=${customer} isEditable=${isEditable} onChange=${onChange} />`)}</dl>`}
    ${isOpen && switches.length > 0 && html`<div class="switches">${switches.map((field) => html`<${Switch} key=${field.name} name=${field.name} customer=${customer} isEditable=${isEditable} onChange=${onChange} />`)}</div>`}
  </section>`;
}

const sourceName = (source) => (hasWords(`profile.source.${source}`) ? t(`profile.source.${source}`) : source);

const filledIn = (group, customer) => group.fields.filter((field) => !isEmpty(valueAt(customer, field.name)) && valueAt(customer, field.name) !== false).length;

/** Filled groups first, each half in the catalogue's order; what identifies somebody always leads. */
function inOrder(groups, customer) {
  const isFull = (group) => group.code === "identity" || filledIn(group, customer) > 0;
  return [...groups.filter(isFull), ...groups.filter((group) => !isFull(group))];
}
