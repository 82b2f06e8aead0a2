// @ts-check
/** Calling somebody: asked once a click (the key makes a repeat after a lost answer the same call), refused with the reason. */
import { post } from "../lib/api.js";
import { errorText } from "../lib/errors.js";
import { t } from "../lib/i18n.js";
import { needWords } from "../lib/needWords.js";
import { toast } from "../lib/toasts.js";
import { applyCall } from "../store/calls.js";

await needWords("outbound");

/** @param {{ to: string, customer_id: string|null, via?: string }} wish */
export async function placeCall(wish) {
  try {
    applyCall(await post("/calls", wish, { idempotencyKey: newKey() }));
  } catch (error) {
    toast(refusalText(error), { kind: "late" });
  }
}

/** Not `crypto.randomUUID`, which a browser has on https alone. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}

/** @param {any} error */
function refusalText(error) {
  if (error?.code === "contact_refused") return t(`outbound.refused.${error.details?.reason || "cannot_check"}`);
  if (["agent_busy", "no_line", "no_own_phone"].includes(error?.code)) return t(`outbound.${error.code}`);
  return errorText(error);
}
