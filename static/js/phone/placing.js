// @ts-check
/** Calling somebody: asked once a click (the key makes a repeat after a lost answer the same call), refused with the reason. */
import { post } from "../lib/api.js";
import { errorText } from "../lib/errors.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { applyCall } from "../store/calls.js";
import { whyNotDialled } from "./refusal.js";

/** A second click while the first is on its way, or has just succeeded, is the same wish. */
const SAME_CLICK_MS = 1_500;
let isPlacing = false;

/** @param {{ to: string, customer_id: string|null, via?: string }} wish */
export async function placeCall(wish) {
  if (isPlacing) return;
  isPlacing = true;
  try {
    applyCall(await post("/calls", wish, { idempotencyKey: newKey() }));
    setTimeout(() => { isPlacing = false; }, SAME_CLICK_MS);
  } catch (error) {
    isPlacing = false;
    toast(refusalText(error), { kind: "late" });
  }
}

/** Not `crypto.randomUUID`, which a browser has on https alone. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}

/** @param {any} error */
function refusalText(error) {
  if (["agent_busy", "no_line", "no_own_phone"].includes(error?.code)) return t(`outbound.${error.code}`);
  return whyNotDialled(error) ?? errorText(error);
}
