/** Orders as rows; on a phone each row becomes a card. `isOfOne` leaves the customer out. */
import { formatDate, formatExact, formatMoney } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";
import { StatusMenu } from "./StatusMenu.js";

export const channelOf = (code) => (hasWords(`orders.channels.${code}`) ? t(`orders.channels.${code}`) : code);

export const OrderTable = ({ orders, isOfOne, onOpen, onChange, onStale }) => html`<table class=${`table table--cards orders ${isOfOne ? "orders--one" : ""}`}>
  <thead><tr><th scope="col">${t("orders.code")}</th>${!isOfOne && html`<th scope="col">${t("orders.customer")}</th>`}<th scope="col">${t("orders.lines")}</th>
    <th scope="col">${t("orders.channel")}</th><th scope="col">${t("orders.placed_at")}</th><th scope="col" class="table__number">${t("orders.total")}</th><th scope="col">${t("orders.status")}</th></tr></thead>
  <tbody>${orders.map((order) => html`<${Row} key=${order.id} order=${order} isOfOne=${isOfOne} onOpen=${onOpen} onChange=${onChange} onStale=${onStale} />`)}</tbody>
</table>`;

const Row = ({ order, isOfOne, onOpen, onChange, onStale }) => html`<tr class="table__row">
  <td class="orders__code"><button type="button" class="table__link mono" onClick=${() => onOpen(order)}>${order.code}</button></td>
  ${!isOfOne && html`<td class="orders__customer"><a class="table__link table__link--quiet cut" href=${`/customers/${order.customer_id}?tab=orders`}>${order.customer_name}</a></td>`}
  <td class="orders__lines"><span class="cut" title=${linesText(order)}>${linesText(order) || html`<span class="dim none">–</span>`}</span></td>
  <td class="orders__channel dim">${channelOf(order.channel)}</td>
  <td class="orders__date num"><time datetime=${order.placed_at} title=${formatExact(order.placed_at)}>${formatDate(order.placed_at)}</time></td>
  <td class="orders__total table__number">${formatMoney(order.total_minor, order.currency)}</td>
  <td class="orders__status"><${StatusMenu} order=${order} onChange=${onChange} onStale=${onStale} /></td>
</tr>`;

const linesText = (order) => order.lines.map((line) => `${line.quantity > 1 ? `${line.quantity} × ` : ""}${line.name}`).join(", ");
