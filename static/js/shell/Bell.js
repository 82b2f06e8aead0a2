/** What I should notice: a count in the bar, a word when something new comes, the list behind it loaded on first use. */
import { html, signal, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { playSound } from "../lib/sound.js";
import { toast } from "../lib/toasts.js";
import { onEvent } from "../store/events.js";
import { unread } from "../store/notices.js";
import { navigate } from "./router.js";

const List = signal(null);
const isOpen = signal(false);

/** Where a notification leads to. */
export function placeOf(one) {
  if (one.kind === "floor_note") return null;
  if (one.kind.startsWith("lead_")) return `/leads/${one.ref_id}`;
  if (one.kind.startsWith("missed_")) return "/missed";
  if (one.kind.startsWith("callback_")) return "/missed?tab=callbacks";
  if (one.kind === "handed_over") return "/leads";
  if (["work_stuck", "hand_raised"].includes(one.kind)) return "/supervisor";
  return one.customer_id ? `/customers/${one.customer_id}` : "/tasks";
}

function say({ notification: one }) {
  if (one.kind === "hand_raised") playSound("warning");
  toast(t(`bell.${one.kind}`, { who: one.actor_name || "", text: one.text, count: one.count }), { kind: "info", seconds: 12, undo: placeOf(one) && (() => navigate(placeOf(one))), undoLabel: t("bell.open") });
}

async function toggle() {
  isOpen.value = !isOpen.value;
  if (isOpen.value && !List.value) List.value = (await import("./BellList.js")).BellList;
}

export function Bell() {
  useEffect(() => onEvent("notification.created", say), []);
  const label = t("bell.label", { count: unread.value });
  return html`<span class="menu bell"><button type="button" class="btn btn--ghost btn--icon bell__button" aria-label=${label} title=${label} aria-expanded=${String(isOpen.value)} onClick=${toggle}>
    <${Icon} name="bell" />${unread.value > 0 && html`<span class="bell__count num" aria-hidden="true">${unread.value > 99 ? "99+" : unread.value}</span>`}</button>
    ${isOpen.value && List.value && html`<${List.value} onClose=${() => { isOpen.value = false; }} />`}</span>`;
}
