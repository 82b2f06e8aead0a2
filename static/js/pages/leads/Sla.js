/** A lead's clock: how long there is to see it, then to reach the customer. */
import { secondsUntil, second } from "../../lib/clock.js";
import { formatAgo, formatClock, formatExact, formatSpan } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Badge } from "../../ui/Badge.js";

const HOUR = 3600;

export function Sla({ lead }) {
  const { state, phase, due_at: due } = lead.sla;
  if (lead.routing === "floating" && lead.state === "open") return html`<${Badge} kind="waiting" icon="users">${t("leads.floating")}<//>`;
  if (lead.routing === "waiting" && lead.state === "open") return html`<${Badge} kind="waiting" icon="clock">${t("leads.waiting")}<//>`;
  if (!phase || !due || state === "met" || state === "none") return null;
  const left = secondsUntil(due, second.value);
  const isLate = Date.parse(due) <= second.value;
  const words = isLate ? t(`leads.late.${phase}`, { ago: formatAgo(due, second.value) }) : t(`leads.left.${phase}`, { time: left < HOUR ? formatClock(left) : formatSpan(left) });
  return html`<span class=${`lead-sla ${isLate ? "state-late" : state === "warned" ? "state-waiting" : "dim"}`} title=${formatExact(due)}><${Icon} name="timer" size=${12} /><span class="num">${words}</span></span>`;
}
