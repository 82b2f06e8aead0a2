/** Customers as rows; on a phone each row becomes a card. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { CallTo } from "../../phone/CallTo.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Ago } from "../../ui/Timer.js";
import { Stars } from "../../timeline/Stars.js";
import { emailsOf } from "../customer/fields.js";
import { CustomerBadges } from "../customer/CustomerBadges.js";

export const CustomerTable = ({ customers }) => html`<table class="table table--cards customers">
  <thead><tr>
    <th scope="col">${t("customers.name")}</th><th scope="col">${t("customers.contact")}</th><th scope="col">${t("customers.owner")}</th>
    <th scope="col">${t("customers.status")}</th><th scope="col" class="table__number">${t("customers.calls")}</th>
    <th scope="col" class="table__number">${t("customers.rating")}</th><th scope="col" class="table__number">${t("customers.last_contact")}</th>
  </tr></thead>
  <tbody>${customers.map((customer) => html`<${Row} key=${customer.id} customer=${customer} />`)}</tbody>
</table>`;

function Row({ customer }) {
  const phone = customer.phones?.find((one) => one.status !== "former") || customer.phones?.[0];
  const [email] = emailsOf(customer);
  const { calls, missed, average_rating: rating, last_contact_at: last } = customer.stats || {};
  return html`<tr class="table__row">
    <td class="customers__name"><span class="row"><${Avatar} name=${customer.display_name} />
      <span class="customers__who"><a class="table__link" href=${`/customers/${customer.id}`}>${customer.display_name}</a>
        ${customer.company && html`<span class="dim cut" title=${customer.company}>${customer.company}</span>`}</span>
      <${CustomerBadges} customer=${customer} isShort /></span></td>
    <td class="customers__contact"><span class="num call-line">${phone ? phone.national || phone.e164 : ""}${phone && html`<${CallTo} number=${phone.e164} customerId=${customer.id} name=${customer.display_name} />`}</span>
      ${email && html`<span class="dim cut" title=${email}>${email}</span>`}${!phone && !email && html`<span class="dim">${t("customers.no_contact")}</span>`}</td>
    <td class=${customer.owner_name ? "" : "dim"}>${customer.owner_name || t("customers.no_owner")}</td>
    <td><${Badge} kind=${customer.status === "loyal" ? "accent" : "line"}>${t(`customers.statuses.${customer.status}`)}<//></td>
    <td class="table__number">${calls ?? 0}${missed > 0 && html` <span class="dim" title=${t("customers.missed", { count: missed, n: missed })}>· ${t("customers.missed_short", { n: missed })}</span>`}</td>
    <td class="table__number">${rating ? html`<${Stars} score=${rating} />` : html`<span class="dim none">–</span>`}</td>
    <td class="table__number">${last ? html`<${Ago} at=${last} />` : html`<span class="dim none">–</span>`}</td>
  </tr>`;
}
