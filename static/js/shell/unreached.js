/** A call of mine that reached nobody: said once, with what to do about it; to whoever gave up and hung up, too. */
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { nameOfCall } from "../console/callWords.js";
import { onEvent } from "../store/events.js";
import { me } from "../store/session.js";

const VAIN = ["busy", "no_answer", "failed", "canceled"];
const FRESH_MS = 60_000;
const told = new Set();

onEvent("call.updated", ({ call }) => {
  const isMine = call?.direction === "outbound" && call.placed_via !== "log" && call.handler_id === me.value?.id;
  const isFresh = Date.now() - Date.parse(call?.ended_at) < FRESH_MS;
  if (!isMine || !isFresh || !VAIN.includes(call.state) || told.has(call.id)) return;
  told.add(call.id);
  toast(t(`call.unreached.${call.state}`, { who: nameOfCall(call) }), {
    kind: "late", seconds: 15, undoLabel: t("call.again"), undo: () => callAgain(call), link: { href: `/calls/${call.id}`, label: t("call.write_outcome") },
  });
});

async function callAgain(call) {
  const { placeCall } = await import("../phone/placing.js");
  await placeCall({ to: call.to, customer_id: call.customer_id });
}
