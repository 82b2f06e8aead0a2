/** What is left of the wrap-up by the server's clock, and a minute more on request. */
import { secondsUntil } from "../lib/clock.js";
import { errorText } from "../lib/errors.js";
import { formatClock } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { extendWrapUp, isWrapUp } from "../store/calls.js";
import { Button } from "../ui/Button.js";
import { Ring } from "../ui/Ring.js";

const EXTENSION_MS = 60_000;
const LIMIT_MS = 300_000; // the server gives five minutes in all
const LATE_SECONDS = 10;

export function WrapUpTime({ call }) {
  const [busy, setBusy] = useState(false);
  if (!isWrapUp(call) || !call.wrap_up.due_at) return null;
  const [started, due] = [Date.parse(call.wrap_up.started_at), Date.parse(call.wrap_up.due_at)];
  const left = secondsUntil(call.wrap_up.due_at);
  const extend = async () => {
    setBusy(true);
    await extendWrapUp(call.id).catch((error) => toast(errorText(error), { kind: "late" }));
    setBusy(false);
  };
  return html`<span class=${`wrap-up__time row ${left <= LATE_SECONDS ? "state-late" : "state-waiting"}`}>
      <${Ring} part=${(left * 1000) / Math.max(1000, due - started)} />
      <span>${t("wrap_up.left")}${" "}<b class="num" role="timer">${formatClock(left)}</b></span></span>
    <${Button} size="small" icon="plus" busy=${busy} disabled=${due + EXTENSION_MS > started + LIMIT_MS} why=${t("wrap_up.no_more")}
      onClick=${extend}>${t("wrap_up.extend")}<//>`;
}
