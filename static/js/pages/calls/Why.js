/** "Why did this go to …": a button whose answer is fetched on click. For those who may read queues, and of one's own work (`isMine`). `isBare`: an icon only, in rows and cards. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";

export function Why({ kind, refId, name, isBare = false, isMine = false }) {
  const [Panel, setPanel] = useState(null);
  const [isBusy, setBusy] = useState(false);
  if (!can("queues.read") && !isMine) return null;
  const open = async () => {
    setBusy(true);
    const { WhyDialog } = await import("./WhyDialog.js");
    setBusy(false);
    setPanel(() => WhyDialog);
  };
  const words = name ? t("calls.why_agent", { name }) : t("calls.why");
  return html`<${Button} size="small" kind=${isBare ? "ghost" : ""} icon="circle-help" busy=${isBusy} label=${isBare ? words : null} onClick=${open}>${!isBare && words}<//>
    ${Panel && html`<${Panel} kind=${kind} refId=${refId} onClose=${() => setPanel(null)} />`}`;
}
