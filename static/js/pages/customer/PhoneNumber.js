/** A number as people here write it; a click shows the international form, another one goes back. */
import { formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { CallTo } from "../../phone/CallTo.js";

export function PhoneNumber({ phone, customerId }) {
  const [isInternational, setInternational] = useState(false);
  const national = phone.national || formatPhone(phone.e164);
  if (phone.is_masked && phone.e164.includes("•")) return html`<span class="num">${national}</span>`;
  return html`<span class="call-line"><button type="button" class=${`phone-number num ${phone.status === "former" ? "phone-number--former" : ""}`}
    title=${t(isInternational ? "customer.show_national" : "customer.show_international")} onClick=${() => setInternational(!isInternational)}>
    ${isInternational ? phone.e164 : national}</button>${phone.status !== "former" && html`<${CallTo} number=${phone.e164} customerId=${customerId} name=${national} />`}</span>`;
}
