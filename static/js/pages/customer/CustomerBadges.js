/** What one must know before speaking: value to us, and what must not be done. Icon and word, never colour alone. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";

export const CustomerBadges = ({ customer, isShort = false }) => html`
  ${customer.segment === "vip" && html`<${Badge} kind="vip" icon="star">${t("customer.options.segment.vip")}<//>`}
  ${!isShort && customer.segment && customer.segment !== "vip" && html`<${Badge} kind="line">${t(`customer.options.segment.${customer.segment}`)}<//>`}
  ${!isShort && html`<${Badge} kind=${customer.status === "loyal" ? "accent" : "line"}>${t(`customers.statuses.${customer.status}`)}<//>`}
  ${customer.do_not_call && html`<${Badge} kind="warn" icon="phone-off" title=${`${t("customer.do_not_call")}. ${t("customer.do_not_call_hint")}`}><span class=${isShort ? "sr-only" : ""}>${t("customer.do_not_call")}</span><//>`}
  ${customer.is_blocked && html`<${Badge} kind="late" icon="ban">${t("customer.blocked")}<//>`}`;
