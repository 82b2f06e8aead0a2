/** The figures of a customer's purchases in one row. */
import { formatMoney, formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Ago } from "../../ui/Timer.js";

export function Metrics({ metrics = {} }) {
  const { currency } = metrics;
  const none = html`<span class="dim">–</span>`;
  const facts = [
    ["spent", metrics.spent === null ? none : formatMoney(metrics.spent, currency)],
    ["orders", metrics.orders === null ? none : formatNumber(metrics.orders)],
    ["average", metrics.average_order === null ? none : formatMoney(metrics.average_order, currency)],
    ["frequency", metrics.frequency === null ? none : t("orders.per_year", { n: formatNumber(metrics.frequency, 1) })],
    ["last", metrics.last_order_at ? html`<${Ago} at=${metrics.last_order_at} />` : none],
    ["points", formatNumber(metrics.points)],
  ];
  return html`<section class="panel metrics" aria-label=${t("orders.metrics.label")}>
    <dl class="metrics__row">${facts.map(([name, value]) => html`<div key=${name}><dt>${t(`orders.metrics.${name}`)}</dt><dd>${value}</dd></div>`)}</dl>
    ${metrics.rfm && html`<p class="metrics__class"><${Badge} kind=${KINDS[metrics.rfm_class] || "line"}>${t(`customers.classes.${metrics.rfm_class}`)}<//>
      <span class="dim">${t(`orders.class_hints.${metrics.rfm_class}`)}</span><span class="dim push mono" title=${t("orders.rfm_hint")}>RFM ${metrics.rfm}</span></p>`}
    ${metrics.favourite_products?.length > 0 && html`<p class="metrics__more"><span class="dim">${t("orders.favourites")}</span> ${metrics.favourite_products.map((one) => (one.quantity > 1 ? `${one.name} (${one.quantity})` : one.name)).join(", ")}</p>`}
    ${metrics.other_currencies?.length > 0 && html`<p class="metrics__more"><span class="dim">${t("orders.other_currencies")}</span> ${metrics.other_currencies.map((one) => `${formatMoney(one.spent, one.currency)} (${one.orders})`).join(", ")}</p>`}
  </section>`;
}

const KINDS = { champions: "vip", loyal: "accent", potential_loyal: "accent", new: "done", promising: "done", attention: "waiting", about_to_sleep: "waiting", at_risk: "late", cannot_lose: "late" };
