/** Products as rows; on a phone each row becomes a card. */
import { formatMoney } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Badge } from "../../ui/Badge.js";
import { Menu } from "../../ui/Menu.js";

export const ProductTable = ({ products, isEditable, onEdit, onFlip }) => html`<table class="table table--cards products">
  <thead><tr><th scope="col">${t("orders.products.name")}</th><th scope="col">${t("orders.products.code")}</th><th scope="col">${t("orders.products.category")}</th>
    <th scope="col" class="table__number">${t("orders.price")}</th><th scope="col">${t("orders.products.sale")}</th>${isEditable && html`<th scope="col"><span class="sr-only">${t("orders.products.actions")}</span></th>`}</tr></thead>
  <tbody>${products.map((product) => html`<tr key=${product.id} class="table__row">
    <td class="products__name">${isEditable ? html`<button type="button" class="table__link" onClick=${() => onEdit(product)}>${product.name}</button>` : html`<b>${product.name}</b>`}</td>
    <td class="products__code mono">${product.code}</td><td class="products__category dim">${product.category || html`<span class="none">–</span>`}</td>
    <td class="products__price table__number">${formatMoney(product.price_minor, product.currency)}</td>
    <td class="products__sale">${product.is_active ? html`<span class="dim">${t("orders.products.on_sale")}</span>` : html`<${Badge}>${t("orders.products.off_sale")}<//>`}</td>
    ${isEditable && html`<td class="products__actions table__number"><${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("orders.products.actions_of", { name: product.name })} trigger=${html`<${Icon} name="ellipsis" />`}
      items=${[{ label: t("orders.products.edit"), icon: "pencil", run: () => onEdit(product) }, { label: t(product.is_active ? "orders.products.take_off" : "orders.products.put_on"), icon: product.is_active ? "ban" : "check", run: () => onFlip(product) }]} /></td>`}
  </tr>`)}</tbody>
</table>`;
