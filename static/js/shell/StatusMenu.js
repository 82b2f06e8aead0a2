/** My status with its time by the server's clock. While busy a choice waits until the work is over. */
import { errorText } from "../lib/errors.js";
import { html, signal, useEffect } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { toast } from "../lib/toasts.js";
import { isBusy, presence, setStatus } from "../store/presence.js";
import { statuses } from "../store/session.js";
import { Dot } from "../ui/Badge.js";
import { OffDuty } from "./OffDuty.js";
import { isOverdue, statusKind } from "./statusLooks.js";
import { Menu } from "../ui/Menu.js";
import { Timer } from "../ui/Timer.js";
import { navigate } from "./router.js";

const dotOf = (code) => (["ringing", "talking"].includes(code) ? "ringing" : statusKind(code));
const openRequests = signal(0);

/** The words for a status code, e.g. in other parts of the screen. */
export const statusLabel = (code) => labelOf(statuses.value.find((one) => one.code === code)) || t(`status.${code}`);

async function choose(code, when) {
  try {
    await setStatus(code, when);
  } catch (error) {
    toast(errorText(error), { kind: "late" });
  }
}

export const goAvailable = () => choose("available", "now");

function menuItems() {
  const { status, next_status: next } = presence.value;
  const pickable = statuses.value.filter((one) => one.is_pickable !== false && one.code !== "not_responding");
  const rows = pickable.map((one) => ({
    label: labelOf(one), dot: dotOf(one.code), isChecked: isBusy.value ? one.code === next : one.code === status,
    run: () => choose(one.code, isBusy.value ? "next" : "now"),
  }));
  return [{ heading: t(isBusy.value ? "status.after_this" : "status.choose") }, ...rows, next && "rule",
    next && { label: t("status.forget_next"), icon: "x", run: () => choose(null, "next") },
    "rule", { label: t("status.my_time"), icon: "clock", run: () => navigate("/schedule") }];
}

export function StatusMenu() {
  const open = () => { openRequests.value += 1; };
  useEffect(() => addShortcuts([{ id: "status", key: "s", label: "keys.status", group: "keys.everywhere", run: open }]), []);
  const state = presence.value;
  if (!state) return html`<span class="chip" aria-busy="true"><span class="skeleton status__wait"></span></span>`;
  const code = isBusy.value ? state.activity : state.status;
  const label = isBusy.value ? t(`activity.${code}`) : statusLabel(code);
  const trigger = html`<${Dot} kind=${dotOf(code)} /><b>${label}</b>
    <${Timer} since=${isBusy.value ? state.activity_since : state.status_since} class=${!isBusy.value && isOverdue(code, state.status_since) ? "state-late" : ""} /><${Icon} name="chevron-down" size=${14} class="dim" />`;
  return html`<${Menu} trigger=${trigger} triggerClass="chip status" label=${`${t("status.label")}: ${label}`}
      items=${menuItems()} openSignal=${openRequests} />
    <${OffDuty} status=${state.status} />
    ${state.next_status && html`<span class="muted status__next">${t("status.next")} <b>${statusLabel(state.next_status)}</b></span>`}`;
}
