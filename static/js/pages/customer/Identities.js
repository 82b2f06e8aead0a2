/** Every number, address and account that finds this person: those that may be theirs first, for somebody to decide. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { AddIdentity } from "./AddIdentity.js";
import { identitiesOf } from "./fields.js";
import { IdentityRow } from "./IdentityRow.js";

const RANK = { known: 0, maybe: 1, former: 2 };

export function Identities({ customer, isEditable, onChange, onReload }) {
  const [isAdding, setAdding] = useState(false);
  const identities = identitiesOf(customer).sort((one, other) => RANK[one.status] - RANK[other.status]);
  return html`<section class="panel" aria-labelledby="customer-identities">
    <div class="panel__head"><h2 id="customer-identities">${t("customer.identities")}</h2>
      ${isEditable && !isAdding && html`<span class="push"><${Button} kind="ghost" size="small" icon="plus" label=${t("customer.add_identity")} onClick=${() => setAdding(true)} /></span>`}</div>
    ${!identities.length && !isAdding && html`<p class="muted">${t("customer.no_identities")}</p>`}
    <ul>${identities.map((identity) => html`<${IdentityRow} key=${identity.id} identity=${identity} customer=${customer} isEditable=${isEditable} onChange=${onChange} onReload=${onReload} />`)}</ul>
    ${isAdding && html`<${AddIdentity} customer=${customer} onChange=${onChange} onClose=${() => setAdding(false)} />`}
  </section>`;
}
