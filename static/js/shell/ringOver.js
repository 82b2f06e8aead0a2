/** Too late: says in a few words why, when the server's answer tells. */
import { hasWords, t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";

/** @returns {boolean} whether it was said */
export function sayOver(error) {
  if (error?.code !== "offer_closed" && error?.status !== 404) return false;
  const key = `offer_over.${error.details?.state}`;
  toast(t(hasWords(key) ? key : "offer_over.canceled"), { kind: "ringing" });
  return true;
}
