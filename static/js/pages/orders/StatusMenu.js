/** Where an order stands; a click offers where it may go, and the toast takes it back. */
import { patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { OrderStatus } from "../../timeline/OrderStatus.js";
import { Menu } from "../../ui/Menu.js";

/** `onChange(order)` gets the order as it is after the change; `onStale()` when somebody was faster. */
export function StatusMenu({ order, onChange, onStale }) {
  const send = async (from, status) => {
    try {
      const saved = await patch(`/orders/${order.id}`, { status }, { ifMatch: from.version });
      onChange(saved);
      return saved;
    } catch (error) {
      toast(error.status === 412 ? t("orders.changed_meanwhile") : errorText(error), { kind: "late" });
      if (error.status === 412) onStale?.();
      return null;
    }
  };
  const move = async (status) => {
    const saved = await send(order, status);
    if (!saved) return;
    const canGoBack = saved.next_statuses.includes(order.status);
    toast(t("orders.moved", { code: order.code, status: t(`timeline.order_statuses.${status}`) }), { kind: "done", undo: canGoBack ? () => send(saved, order.status) : undefined });
  };
  if (!can("orders.edit") || !order.next_statuses.length) return html`<${OrderStatus} status=${order.status} />`;
  return html`<${Menu} align="end" triggerClass="status-menu" label=${t("orders.change_status", { code: order.code, status: t(`timeline.order_statuses.${order.status}`) })}
    trigger=${html`<${OrderStatus} status=${order.status} />`}
    items=${[{ heading: t("orders.move_to") }, ...order.next_statuses.map((status) => ({ label: t(`timeline.order_statuses.${status}`), isDanger: status === "canceled" || status === "returned", run: () => move(status) }))]} />`;
}
