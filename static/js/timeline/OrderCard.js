/** An order: its code, where it stands, what was bought, for how much. */
import { formatMoney } from "../lib/format.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { Ago } from "../ui/Timer.js";
import { OrderStatus } from "./OrderStatus.js";

export function OrderCard({ item }) {
  const { code = item.summary, status, total_minor: total, currency, lines = [], line_count: count = lines.length } = item.data || {};
  return html`<article class="card" aria-label=${`${t("timeline.kind.order")} ${code}`}>
    <span class="card__icon"><${Icon} name="shopping-bag" /></span>
    <div class="card__body">
      <header class="card__head"><a class="card__title" href=${`/orders?q=${encodeURIComponent(code)}`}>${t("timeline.kind.order")} ${code}</a>
        ${status && html`<${OrderStatus} status=${status} />`}<span class="push dim"><${Ago} at=${item.occurred_at} /></span></header>
      <div class="call-facts">${total !== undefined && html`<b class="num">${formatMoney(total, currency)}</b>`}
        ${lines.map((line) => html`<span>${line.quantity > 1 && `${line.quantity} × `}${line.name}</span>`)}
        ${count > lines.length && html`<span>${t("timeline.more_products", { n: count - lines.length })}</span>`}</div>
    </div>
  </article>`;
}
