/** Who this is: name, what to know before speaking, how to reach them. */
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { CopyButton } from "./CopyButton.js";
import { CustomerBadges } from "./CustomerBadges.js";
import { emailsOf } from "./fields.js";
import { fetchTeams, teams } from "../people.js";
import { teamsOf } from "../teams/membership.js";
import { PhoneNumber } from "./PhoneNumber.js";

export function Header({ customer }) {
  const phones = (customer.phones || []).filter((phone) => phone.status === "known").slice(0, 2);
  const [email] = emailsOf(customer);
  const theirs = teamsOf(teams.value, customer.owner_id);
  useEffect(() => { fetchTeams(); }, []);
  return html`<header class="customer__head">
    <${Avatar} name=${customer.display_name} size=${56} />
    <div class="customer__who">
      <div class="row row--wrap"><h1>${customer.display_name}</h1><${CustomerBadges} customer=${customer} /></div>
      <div class="customer__reach">
        ${phones.map((phone) => html`<span key=${phone.id} class="reach"><${Icon} name="phone" size=${14} /><${PhoneNumber} phone=${phone} customerId=${customer.id} />${!phone.is_masked && html`<${CopyButton} text=${phone.e164} what=${t("customer.copy_phone")} />`}</span>`)}
        ${email && html`<span class="reach"><${Icon} name="mail" size=${14} />${email.includes("•") ? html`<span class="cut">${email}</span>` : html`<a class="cut" href=${`mailto:${email}`}>${email}</a><${CopyButton} text=${email} what=${t("customer.copy_email")} />`}</span>`}
        ${customer.company && html`<span class="reach"><${Icon} name="building-2" size=${14} /><span class="cut">${customer.company}</span></span>`}
        <span class="reach"><${Icon} name="user-check" size=${14} /><span class=${customer.owner_name ? "" : "dim"}>${customer.owner_name || t("customers.no_owner")}</span>${theirs.length > 0 && html`<span class="dim">· ${theirs.map((team) => team.name).join(", ")}</span>`}</span>
      </div>
    </div>
  </header>`;
}
