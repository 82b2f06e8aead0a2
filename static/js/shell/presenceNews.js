/** News about presence that must not be missed: a break that lasts too long, a second device, statuses that changed. */
import { labelOf, t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { onEvent } from "../store/live.js";
import { me, statuses } from "../store/session.js";

export function listenForPresenceNews() {
  onEvent("statuses.updated", ({ items }) => { statuses.value = items; });
  onEvent("device.joined", () => toast(t("status.device_joined"), { kind: "info" }));
  onEvent("agent.overdue", ({ agent_id: id, agent_name: name, status: code }) => {
    const status = statuses.value.find((one) => one.code === code);
    toast(t(id === me.value?.id ? "status.overdue_own" : "status.overdue", { name, status: labelOf(status), n: status?.max_minutes ?? "" }), { kind: "late" });
  });
}
