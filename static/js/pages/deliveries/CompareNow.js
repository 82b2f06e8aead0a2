/** The button that compares with the providers' lists now. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";

export function CompareNow({ size, kind, onStarted }) {
  const [isBusy, setBusy] = useState(false);
  if (!can("deliveries.replay")) return null;
  const start = async () => {
    setBusy(true);
    try {
      await post("/reconciliations", {});
      toast(t("webhooks.comparing"), { kind: "info" });
      onStarted();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };
  return html`<${Button} size=${size} kind=${kind} icon="rotate-cw" busy=${isBusy} onClick=${start}>${t("webhooks.compare_now")}<//>`;
}
