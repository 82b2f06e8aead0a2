/** A call in words: the caller's name, the number, the line below it in the work list. */
import { formatPhone } from "../lib/format.js";
import { t } from "../lib/i18n.js";
import { menuWords } from "../shell/offerWords.js";

/** Carriers send a made-up number for a withheld one: it is never shown. */
export function numberOfCall(call) {
  if (call.is_anonymous) return "";
  return call.number_national || formatPhone(call.direction === "outbound" ? call.to : call.from);
}

/** Whom we are talking to, as sure as we are. */
export function nameOfCall(call) {
  if (call.customer?.display_name) return call.customer.display_name;
  if (call.is_anonymous) return t("caller.anonymous");
  const identity = call.pop?.identity;
  if (identity?.name && identity.confidence !== "shared") return identity.name;
  return call.caller_name || numberOfCall(call) || t("caller.new");
}

/** How the caller is named beside each line: the given name, which in Vietnamese is the last word. */
export const shortNameOf = (call) => (call.customer?.display_name ? call.customer.display_name.trim().split(/\s+/).at(-1) : t("transcript.customer"));

/** Several people use this number and nobody was chosen yet. */
export const needsChoice = (call) => !call.customer_id && !call.is_anonymous && (call.pop?.identity?.candidates?.length || 0) > 1;

export const menuOfCall = (call) => menuWords(call.pop?.reason?.menu_choice || call.menu_key);

export const isConnecting = (call) => !call.answered_at && !call.ended_at;
