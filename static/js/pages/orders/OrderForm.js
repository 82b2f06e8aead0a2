/** An order taken by hand: for whom, what, when, where it stands. `customer` fixes the buyer. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { readMoney, writeMoney } from "../../lib/money.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { CHANNELS, FIRST_STATUSES } from "./codes.js";
import { findCustomers, shownCustomer } from "./find.js";
import { freeLine, LinesEditor, sumOf } from "./LinesEditor.js";
import { Picker } from "./Picker.js";

const startOf = (customer, order) => ({
  customer: customer || (order ? { id: order.customer_id, display_name: order.customer_name } : null),
  lines: (order?.lines || []).map((line) => ({ ...freeLine(), ...line })),
  status: order?.status || "placed", channel: order?.channel || "phone", code: order?.code || "", currency: order?.currency || "VND",
  total: order && order.total_minor !== sumOf(order.lines) ? order.total_minor : null,
});

/** With `order` it changes that one. */
export function OrderForm({ customer, order, onSaved, onClose }) {
  const [fields, setFields] = useState(() => startOf(customer, order));
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setFields({ ...fields, ...part }); setError(null); };
  const setTotal = (text) => {
    const total = readMoney(text, fields.currency);
    change({ total });
    if (text.trim() && total === null) setError(t("orders.bad_price"));
  };
  const save = async (event) => {
    event.preventDefault();
    const problem = problemOf(fields);
    if (problem) { setError(problem); return; }
    setBusy(true);
    try {
      onSaved(order ? await patch(`/orders/${order.id}`, changesOf(fields), { ifMatch: order.version }) : await post("/orders", bodyOf(fields)));
    } catch (failure) {
      setError(failure.code === "version_conflict" ? t("orders.changed_meanwhile") : errorText(failure));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${order ? t("orders.edit", { code: order.code }) : t("orders.create")} onClose=${onClose}>
    <form class="stack form order-form" onSubmit=${save} novalidate>
      <${Buyer} fields=${fields} isFixed=${!!customer || !!order} onChange=${change} />
      <${LinesEditor} lines=${fields.lines} currency=${fields.currency} onChange=${(lines) => change({ lines })} />
      <div class="order-form__facts">
        <${Select} label=${t("orders.channel")} value=${fields.channel} options=${CHANNELS} words="orders.channels" onChange=${(channel) => change({ channel })} />
        ${!order && html`<${Select} label=${t("orders.status")} value=${fields.status} options=${FIRST_STATUSES} words="timeline.order_statuses" onChange=${(status) => change({ status })} />
          <${TextField} label=${t("orders.code")} placeholder=${t("orders.code_hint")} value=${fields.code} maxlength="60" autocomplete="off" onInput=${(event) => change({ code: event.currentTarget.value })} />`}
        <${TextField} label=${t("orders.total")} placeholder=${writeMoney(sumOf(fields.lines), fields.currency)} title=${t("orders.total_hint")} inputmode="decimal" autocomplete="off"
          value=${writeMoney(fields.total, fields.currency)} onChange=${(event) => setTotal(event.currentTarget.value)} />
      </div>
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("orders.save")}<//></div>
    </form><//>`;
}

const Buyer = ({ fields, isFixed, onChange }) => (fields.customer
  ? html`<p class="order-form__buyer"><${Avatar} name=${fields.customer.display_name} size=${24} /><b class="cut">${fields.customer.display_name}</b>
      ${!isFixed && html`<span class="push"><${Button} size="small" kind="ghost" onClick=${() => onChange({ customer: null })}>${t("orders.other_customer")}<//></span>`}</p>`
  : html`<${Picker} autofocus label=${t("orders.customer")} placeholder=${t("customers.search_hint")} find=${findCustomers} shown=${shownCustomer} onPick=${(customer) => onChange({ customer })} />`);

const Select = ({ label, value, options, words, onChange }) => html`<${Field} label=${label}>${(attributes) => html`<select class="input" ...${attributes} value=${value}
  onChange=${(event) => onChange(event.currentTarget.value)}>${[...new Set([...options, value])].map((one) => html`<option key=${one} value=${one}>${t(`${words}.${one}`)}</option>`)}</select>`}<//>`;

function problemOf({ customer, lines, total }) {
  if (!customer) return t("orders.customer_missing");
  if (lines.some((line) => !line.product_id && !line.name.trim())) return t("orders.line_name_missing");
  if (lines.some((line) => !(line.quantity > 0))) return t("orders.quantity_missing");
  return !lines.length && total === null ? t("orders.nothing_ordered") : null;
}

const linesOf = (lines) => lines.map(({ product_id: product, name, quantity, price_minor: price }) => ({ ...(product ? { product_id: product } : {}), name: name.trim(), quantity, price_minor: price }));

const changesOf = ({ lines, channel, total }) => ({ channel, lines: linesOf(lines), ...(total === null ? {} : { total_minor: total }) });

const bodyOf = (fields) => ({
  ...changesOf(fields), customer_id: fields.customer.id, status: fields.status, currency: fields.currency,
  ...(fields.code.trim() ? { code: fields.code.trim() } : {}),
});
