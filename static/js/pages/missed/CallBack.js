/** Calls somebody back: busy from the click on, off while one is on a call. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { liveCall } from "../../store/calls.js";
import { Button } from "../../ui/Button.js";
import { callBack, isCallable } from "./verbs.js";

export function CallBack({ one }) {
  const [isBusy, setBusy] = useState(false);
  if (!isCallable(one.number)) return null;
  const call = () => {
    setBusy(true);
    callBack(one).finally(() => setBusy(false));
  };
  return html`<${Button} kind="primary" size="small" icon="phone" busy=${isBusy} disabled=${!!liveCall.value} why=${liveCall.value ? t("outbound.agent_busy") : ""} onClick=${call}>${t("missed.call")}<//>`;
}
