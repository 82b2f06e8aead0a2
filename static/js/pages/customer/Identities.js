/** Every number, address and account that finds this person. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { AddIdentity } from "./AddIdentity.js";
import { identitiesOf } from "./fields.js";
import { IdentityRow } from "./IdentityRow.js";

export function Identities({ customer, isEditable, onChange, onReload }) {
  const [isAdding, setAdding] = useState(false);
  const identities = identitiesOf(customer);
  return html`<section class="panel" aria-labelledby="customer-identities">
    <div class="panel__head"><h2 id="customer-identities">${t("customer.identities")}</h2>
      ${isEditable && !isAdding && html`<span class="push"><${Button} kind="ghost" size="small" icon="plus" label=${t("customer.add_identity")} onClick=${() => setAdding(true)} /></span>`}</div>
    ${!identities.length && !isAdding && html`<p class="muted">${t("customer.no_identities")}</p>`}
    <ul>${identities.map((identity) => html`<${IdentityRow} key=${`${identity.channel}:${identity.value}`} identity=${identity} customerId=${customer.id}
      isEditable=${isEditable && !!identity.id} onChange=${onChange} onReload=${onReload} />`)}</ul>
    ${isAdding && html`<${AddIdentity} customerId=${customer.id} onChange=${onChange} onClose=${() => setAdding(false)} />`}
  </section>`;
}
