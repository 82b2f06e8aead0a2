/** Where an order stands. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Badge } from "../ui/Badge.js";

const KINDS = { draft: "line", placed: "waiting", paid: "accent", shipped: "accent", delivered: "done", returned: "late", canceled: "" };

export const OrderStatus = ({ status }) => html`<${Badge} kind=${KINDS[status]}>${t(`timeline.order_statuses.${status}`)}<//>`;
