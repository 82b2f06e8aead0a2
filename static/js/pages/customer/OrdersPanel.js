/** What a customer bought, what they want, and the points they have. */
import { get } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { Interests } from "../orders/Interests.js";
import { Ledger } from "../orders/Ledger.js";
import { Metrics } from "../orders/Metrics.js";
import { OrderDialog } from "../orders/OrderDialog.js";
import { OrderForm } from "../orders/OrderForm.js";
import { OrderTable } from "../orders/OrderTable.js";
import { useList } from "../useList.js";
import "../orders/words.js";

export function OrdersPanel({ customer, isEditable, onReload }) {
  const list = useList((cursor) => get(`/customers/${customer.id}/orders`, { limit: 20, cursor }), { id: customer.id });
  const [open, setOpen] = useState(null);
  const [editing, setEditing] = useState(null);
  const replace = (order) => {
    list.change((items) => items.map((one) => (one.id === order.id ? order : one)));
    setOpen((shown) => (shown?.id === order.id ? order : shown));
    onReload();
  };
  const saved = (order) => {
    setEditing(null);
    toast(t("orders.saved", { code: order.code }), { kind: "done" });
    if (editing?.order) replace(order); else { list.reload(); onReload(); }
  };
  return html`<div class="purchases">
    <${Metrics} metrics=${customer.metrics} />
    <section class="panel panel--flush" aria-labelledby="customer-orders"><div class="panel__head"><h2 id="customer-orders">${t("orders.title")}</h2>
      ${can("orders.edit") && html`<span class="push"><${Button} size="small" icon="plus" onClick=${() => setEditing({})}>${t("orders.create")}<//></span>`}</div>
      <${Found} list=${list} onOpen=${setOpen} onChange=${replace} /></section>
    <div class="purchases__pair"><${Interests} customerId=${customer.id} isEditable=${isEditable} /><${Ledger} customerId=${customer.id} isEditable=${can("orders.edit")} onChange=${onReload} /></div>
    ${open && !editing && html`<${OrderDialog} order=${open} onChange=${replace} onStale=${list.reload} onEdit=${() => setEditing({ order: open })} onClose=${() => setOpen(null)} />`}
    ${editing && html`<${OrderForm} customer=${customer} order=${editing.order} onSaved=${saved} onClose=${() => setEditing(null)} />`}
  </div>`;
}

function Found({ list, onOpen, onChange }) {
  const orders = list.items.value;
  if (list.isLoading.value) return html`<div class="panel__inside"><${Skeleton} lines=${3} /></div>`;
  if (list.error.value && !orders.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!orders.length) return html`<${EmptyState} icon="shopping-bag" title=${t("orders.none_yet")} text=${t("orders.none_yet_text")} />`;
  return html`<${OrderTable} isOfOne orders=${orders} onOpen=${onOpen} onChange=${onChange} onStale=${list.reload} /><${MoreRows} list=${list} />`;
}
