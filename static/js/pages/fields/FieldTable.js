/** The company's own fields in their order; the archived ones below, with their values kept. */
import { html } from "../../lib/html.js";
import { labelOf, locale, t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";

export function FieldTable({ fields, actions, onEdit }) {
  const inUse = fields.filter((field) => !field.is_archived);
  const archived = fields.filter((field) => field.is_archived);
  return html`<table class="table table--cards fields__table">
    <thead><tr><th scope="col">${t("fields.name")}</th><th scope="col">${t("fields.type")}</th><th scope="col">${t("fields.key")}</th><th scope="col"><span class="sr-only">${t("fields.actions")}</span></th></tr></thead>
    <tbody>
      ${inUse.map((field, at) => html`<${Row} key=${field.id} field=${field}>
        <${Button} kind="ghost" size="small" icon="chevron-up" label=${t("fields.up", { field: labelOf(field) })} disabled=${at === 0} onClick=${() => actions.move(field, -1)} />
        <${Button} kind="ghost" size="small" icon="chevron-down" label=${t("fields.down", { field: labelOf(field) })} disabled=${at === inUse.length - 1} onClick=${() => actions.move(field, 1)} />
        <${Button} size="small" icon="pencil" label=${t("fields.edit_one", { field: labelOf(field) })} onClick=${() => onEdit(field)} />
        <${Button} size="small" onClick=${() => actions.archive(field, true)}>${t("fields.archive")}<//><//>`)}
      ${archived.map((field) => html`<${Row} key=${field.id} field=${field}><${Button} size="small" icon="rotate-ccw" onClick=${() => actions.archive(field, false)}>${t("fields.restore")}<//><//>`)}
    </tbody></table>`;
}

function Row({ field, children }) {
  const other = locale.value === "vi" ? field.label_en : field.label_vi;
  return html`<tr class=${`table__row ${field.is_archived ? "fields__archived" : ""}`}>
    <td><span class="row row--wrap"><b>${labelOf(field)}</b>${field.is_sensitive && html`<${Badge} kind="line" icon="lock" title=${t("fields.sensitive_hint")}>${t("fields.sensitive")}<//>`}
      ${field.is_archived && html`<${Badge}>${t("fields.is_archived")}<//>`}</span>
      ${other !== labelOf(field) && html`<span class="dim cut">${other}</span>`}</td>
    <td data-label=${t("fields.type")}>${t(`fields.types.${field.type}`)}${field.choices.length > 0 && html`<span class="dim cut">${field.choices.map((choice) => labelOf(choice)).join(", ")}</span>`}
      ${field.type === "money" && html`<span class="dim cut">${field.currency}</span>`}</td>
    <td data-label=${t("fields.key")}><span class="mono">custom.${field.key}</span></td>
    <td class="fields__actions"><span class="row">${children}</span></td></tr>`;
}
