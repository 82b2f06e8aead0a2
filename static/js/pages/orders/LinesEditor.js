/** What an order is made of: products searched by name, with quantity and price; something without a product too. */
import { formatMoney } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { readMoney, writeMoney } from "../../lib/money.js";
import { Button } from "../../ui/Button.js";
import { findProducts, shownProduct } from "./find.js";
import { Picker } from "./Picker.js";

export const sumOf = (lines) => lines.reduce((sum, line) => sum + (line.price_minor ?? 0) * (line.quantity || 0), 0);

let nextKey = 1;
export const lineOf = (product) => ({ key: nextKey++, product_id: product.id, name: product.name, quantity: 1, price_minor: product.price_minor });
export const freeLine = () => ({ key: nextKey++, product_id: null, name: "", quantity: 1, price_minor: 0 });

export function LinesEditor({ lines, currency, onChange }) {
  const change = (key, part) => onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = (product) => {
    const same = lines.find((line) => line.product_id === product.id);
    if (same) change(same.key, { quantity: same.quantity + 1 });
    else onChange([...lines, lineOf(product)]);
  };
  return html`<fieldset class="lines"><legend class="field__label">${t("orders.lines")}</legend>
    ${lines.length > 0 && html`<ul class="lines__list">${lines.map((line) => html`<${Line} key=${line.key} line=${line} currency=${currency}
      onChange=${(part) => change(line.key, part)} onRemove=${() => onChange(lines.filter((one) => one.key !== line.key))} />`)}</ul>`}
    <div class="lines__add"><${Picker} isBare label=${t("orders.add_product")} placeholder=${t("orders.add_product_hint")} find=${findProducts} shown=${shownProduct} onPick=${add} />
      <${Button} kind="ghost" icon="plus" onClick=${() => onChange([...lines, freeLine()])}>${t("orders.free_line")}<//></div>
    ${lines.length > 0 && html`<p class="lines__sum"><span>${t("orders.sum")}</span><b class="num">${formatMoney(sumOf(lines), currency)}</b></p>`}
  </fieldset>`;
}

function Line({ line, currency, onChange, onRemove }) {
  const setPrice = (event) => {
    const price = readMoney(event.currentTarget.value, currency);
    event.currentTarget.value = writeMoney(price ?? line.price_minor, currency);
    if (price !== null) onChange({ price_minor: price });
  };
  return html`<li class="lines__row">
    ${line.product_id ? html`<span class="lines__name cut" title=${line.name}>${line.name}</span>`
      : html`<input class="input lines__name" aria-label=${t("orders.line_name")} placeholder=${t("orders.line_name")} maxlength="200" value=${line.name} onInput=${(event) => onChange({ name: event.currentTarget.value })} />`}
    <input class="input lines__quantity" type="number" min="1" max="1000000" step="1" inputmode="numeric" aria-label=${t("orders.quantity_of", { name: line.name })} value=${line.quantity}
      onInput=${(event) => onChange({ quantity: Math.max(0, Math.floor(Number(event.currentTarget.value) || 0)) })} />
    <input class="input lines__price" inputmode="decimal" aria-label=${t("orders.price_of", { name: line.name })} value=${writeMoney(line.price_minor, currency)} onChange=${setPrice} />
    <${Button} kind="ghost" size="small" icon="x" label=${t("orders.remove_line", { name: line.name })} onClick=${onRemove} />
  </li>`;
}
