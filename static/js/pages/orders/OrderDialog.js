/** One order to look at: lines, total, where it came from; and the way to change it. */
import { formatDateTime, formatMoney } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { sumOf } from "./LinesEditor.js";
import { channelOf } from "./OrderTable.js";
import { StatusMenu } from "./StatusMenu.js";

export function OrderDialog({ order, onChange, onEdit, onStale, onClose }) {
  const rest = order.total_minor - sumOf(order.lines);
  return html`<${Dialog} title=${t("orders.one", { code: order.code })} onClose=${onClose} footer=${can("orders.edit") && html`<${Button} icon="pencil" onClick=${onEdit}>${t("orders.change")}<//>`}>
    <dl class="details">
      <${Fact} label=${t("orders.customer")}><a href=${`/customers/${order.customer_id}?tab=orders`}>${order.customer_name}</a><//>
      <${Fact} label=${t("orders.status")}><${StatusMenu} order=${order} onChange=${onChange} onStale=${onStale} /><//>
      <${Fact} label=${t("orders.placed_at")}>${formatDateTime(order.placed_at)} · ${channelOf(order.channel)}<//>
      ${order.source !== "manual" && html`<${Fact} label=${t("orders.source")}>${order.source}${order.external_id && ` · ${order.external_id}`}<//>`}
    </dl>
    ${order.lines.length > 0 && html`<table class="table order-lines"><thead><tr><th scope="col">${t("orders.lines")}</th><th scope="col" class="table__number">${t("orders.quantity")}</th>
        <th scope="col" class="table__number">${t("orders.price")}</th><th scope="col" class="table__number">${t("orders.amount")}</th></tr></thead>
      <tbody>${order.lines.map((line, index) => html`<tr key=${index}><td>${line.name}</td><td class="table__number">${line.quantity}</td>
        <td class="table__number">${formatMoney(line.price_minor, order.currency)}</td><td class="table__number">${formatMoney(line.price_minor * line.quantity, order.currency)}</td></tr>`)}</tbody></table>`}
    <p class="order-total"><span>${t("orders.total")}</span><b class="num">${formatMoney(order.total_minor, order.currency)}</b></p>
    ${order.lines.length > 0 && rest !== 0 && html`<p class="dim order-total__rest">${t(rest < 0 ? "orders.discount" : "orders.surcharge", { amount: formatMoney(Math.abs(rest), order.currency) })}</p>`}
  <//>`;
}

const Fact = ({ label, children }) => html`<div class="details__row"><dt>${label}</dt><dd>${children}</dd></div>`;
