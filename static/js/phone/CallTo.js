/** The button beside every number: a click calls it. What placing needs is loaded with the first click. */
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { can } from "../store/session.js";

/** `number` in any written form; a masked or withheld one has no button. */
export function CallTo({ number, customerId = null, name = "" }) {
  const [isBusy, setBusy] = useState(false);
  if (!number || number.includes("•") || !can("calls.place")) return null;
  const call = async (event) => {
    event.stopPropagation();
    setBusy(true);
    const { placeCall } = await import("./placing.js");
    await placeCall({ to: number, customer_id: customerId }).finally(() => setBusy(false));
  };
  const label = t("call.call_to", { who: name || number });
  return html`<button type="button" class="call-to" aria-label=${label} title=${label} disabled=${isBusy} aria-busy=${String(isBusy)} onClick=${call}>
    <${Icon} name=${isBusy ? "loader-circle" : "phone-outgoing"} size=${14} class=${isBusy ? "icon--spin" : ""} /></button>`;
}
