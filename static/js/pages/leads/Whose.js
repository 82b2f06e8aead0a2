/** Several people share the number, or nobody is known: a person says whose lead it is. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatPhone } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { useResource } from "../useResource.js";
import { nameOf } from "./model.js";

export function Whose({ lead, onChange }) {
  const people = useResource(() => Promise.all(lead.candidates.map((id) => get(`/customers/${id}`))), [lead.candidates.join()]);
  const settle = async (id) => {
    try { onChange(await post(`/leads/${lead.id}/customer`, { customer_id: id })); } catch (error) { toast(errorText(error), { kind: "late" }); }
  };
  return html`<section class="warning" aria-labelledby="lead-whose"><p class="row" id="lead-whose"><${Icon} name="circle-help" /><b>${t(lead.candidates.length ? "leads.whose_is_it" : "leads.nobody_known", { phone: formatPhone(lead.phone || "") })}</b></p>
    <div class="warning__people">${(people.data || []).map((one) => html`<div key=${one.id} class="warning__person"><a href=${`/customers/${one.id}`}>${one.display_name}</a>
      <span class="push"><${Button} size="small" onClick=${() => settle(one.id)}>${t("leads.is_theirs")}<//></span></div>`)}</div>
    <${Button} size="small" icon="user-plus" onClick=${() => settle(null)}>${t("leads.save_new", { name: nameOf(lead) })}<//></section>`;
}
