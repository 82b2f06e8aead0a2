/** The figures of our dealings with a customer, and how often they call. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Stars } from "../../timeline/Stars.js";
import { Ago } from "../../ui/Timer.js";
import { CallsPerWeek } from "./CallsPerWeek.js";

export function Stats({ customer }) {
  const { calls = 0, missed = 0, average_rating: rating, last_contact_at: last } = customer.stats || {};
  const none = html`<span class="dim none">–</span>`;
  return html`<section class="panel" aria-label=${t("customer.stats")}>
    <dl class="stats">
      <div><dt>${t("customer.stat.calls")}</dt><dd>${formatNumber(calls)}</dd></div>
      <div><dt>${t("customer.stat.missed")}</dt><dd class=${missed ? "state-late" : ""}>${formatNumber(missed)}</dd></div>
      <div><dt>${t("customer.stat.rating")}</dt><dd>${rating ? html`<${Stars} score=${rating} />` : none}</dd></div>
      <div><dt>${t("customer.stat.last")}</dt><dd>${last ? html`<${Ago} at=${last} />` : none}</dd></div>
    </dl>
    ${calls > 0 && html`<${CallsPerWeek} customerId=${customer.id} calls=${calls} />`}
  </section>`;
}
