/** The fields that everybody has: to look up their names in the API and which of them are sensitive. */
import { get } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Badge } from "../../ui/Badge.js";
import { useResource } from "../useResource.js";

export function BuiltIn() {
  const { data } = useResource(() => get("/customer-fields"), []);
  const [isOpen, setOpen] = useState(false);
  if (!data) return null;
  const fields = data.items.filter((field) => !field.is_custom);
  return html`<div class="built-in"><button type="button" class="built-in__fold" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name=${isOpen ? "chevron-down" : "chevron-right"} size=${14} />${t("fields.built_in", { n: fields.length })}</button>
    ${isOpen && data.groups.map((group) => ({ ...group, fields: fields.filter((field) => field.group === group.code) })).filter((group) => group.fields.length)
      .map((group) => html`<div key=${group.code} class="built-in__group"><h3>${labelOf(group)}</h3>
        <ul>${group.fields.map((field) => html`<li key=${field.name}><span>${labelOf(field)}</span> <span class="mono dim">${field.name}</span>
          ${field.is_sensitive && html`<${Badge} kind="line" icon="lock">${t("fields.sensitive")}<//>`}</li>`)}</ul></div>`)}</div>`;
}
