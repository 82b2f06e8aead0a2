/** Demo only: ask the simulated carrier for a call, of the kind one wants to see. */
import { post } from "../lib/api.js";
import { errorText } from "../lib/errors.js";
import { html, signal } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { toast } from "../lib/toasts.js";
import { presence } from "../store/presence.js";
import { Menu } from "../ui/Menu.js";

const KINDS = ["answered", "anonymous", "hangs_up_while_ringing", "abandons_in_queue", "voicemail", "asks_callback"];
const isAsking = signal(false);

async function simulate(kind) {
  if (isAsking.value) return;
  isAsking.value = true;
  try {
    await post("/simulated-calls", { kind });
    toast(t(presence.value?.status === "available" ? "simulate.coming" : "simulate.coming_unready"), { kind: "info" });
  } catch (error) {
    toast(errorText(error), { kind: "late" });
  } finally {
    isAsking.value = false;
  }
}

export function SimulateButton() {
  const kinds = KINDS.map((kind) => ({ label: t(`simulate.${kind}`), icon: "phone-incoming", run: () => simulate(kind) }));
  const trigger = html`<${Icon} name="sparkles" size=${14} /><span class="simulate__text">${t("simulate.button")}</span>
    <${Icon} name="chevron-down" size=${12} />`;
  return html`<${Menu} align="end" triggerClass="btn btn--small simulate" label=${t("simulate.title")} trigger=${trigger}
    items=${[{ heading: t("simulate.title") }, ...kinds]} />`;
}
