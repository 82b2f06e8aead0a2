// @ts-check
/** What a call's fields mean to a reader: its icon, its colour of state, who it was with. No components. */
import { formatPhone } from "../lib/format.js";
import { labelOf, t } from "../lib/i18n.js";
import { dispositions } from "../store/session.js";

/** @typedef {Record<string, any>} Call */

const LIVE = ["ringing", "queued", "in_progress", "voicemail"]; // a voicemail is being left until the call has ended
const ICONS = /** @type {Record<string, string>} */ ({
  ringing: "phone-call", queued: "clock", in_progress: "phone-call",
  missed: "phone-missed", abandoned: "phone-missed", voicemail: "voicemail",
  busy: "phone-off", no_answer: "phone-off", failed: "phone-off", canceled: "phone-off",
});
const KINDS = /** @type {Record<string, string>} */ ({
  ringing: "ringing", queued: "waiting", in_progress: "live", completed: "done",
  missed: "late", abandoned: "late", voicemail: "waiting",
});

/** @param {Call} call */
/** Whether routing chose who got it: what we placed is whose click it was. */
export const wasGiven = (call) => !!call.queue_id && call.direction === "inbound";

export const isLive = (call) => LIVE.includes(call.state) && !call.ended_at;

/** @param {Call} call */
export const callIcon = (call) => ICONS[call.state] ?? (call.direction === "outbound" ? "phone-outgoing" : "phone-incoming");

/** Which state colour: ringing, waiting, live, late, done, or "" for none. @param {Call} call */
export const callKind = (call) => KINDS[call.state] ?? "";

/** "Gọi vào", "Cuộc gọi nhỡ", "Gọi ra · máy bận". @param {Call} call */
export function callTitle(call) {
  if (call.state === "completed") return t(`calls.direction.${call.direction}`);
  const title = call.end_reason === "callback" ? t("calls.end_reasons.callback") : t(`calls.state.${call.state}`);
  return call.direction === "outbound" ? `${t("calls.direction.outbound")} · ${title}` : title;
}

/** The customer's number as people write it; "" when it was hidden. @param {Call} call */
export function callNumber(call) {
  if (call.is_anonymous) return "";
  return call.number_national || formatPhone(call.direction === "outbound" ? call.to : call.from);
}

/** Who it was with: the customer, the network's caller name, the number, or "hidden number". @param {Call} call */
export function callParty(call) {
  if (call.customer?.display_name) return call.customer.display_name;
  if (call.is_anonymous) return t("calls.anonymous");
  return call.caller_name || callNumber(call) || t("calls.anonymous");
}

/** One part's person: the agent, or the number outside to which the call was handed. @param {any} part @returns {string} */
export const partName = (part) => part.agent_name || (part.number && formatPhone(part.number)) || t(part.agent_id ? "player.agent" : "calls.outside");

/** Who of us had it, one after the other: "Hương → Minh". @param {Call} call @returns {string} */
export function callPeople(call) {
  const names = (call.parts || []).map(partName);
  return names.filter((/** @type {string} */ name, /** @type {number} */ i) => name !== names[i - 1]).join(" → ") || call.agent_name || "";
}

/** Seconds in line: of a call back, those before they asked for it; what we dialled did not wait. @param {Call} call @returns {number|null} */
export const waitOf = (call) => (call.queue_callback ? call.queue_callback.waited_seconds : call.direction === "outbound" ? null : call.wait_seconds);

/** The outcome's words, or "" without one. @param {string|null|undefined} code */
export function outcomeLabel(code) {
  if (!code) return "";
  return labelOf(dispositions.value.find((row) => row.code === code)) || code;
}

/** The newest of each kind counts once; the customer's satisfaction first. @param {Call} call */
export function mainRating(call) {
  const ratings = call.ratings || [];
  return ratings.find((/** @type {any} */ one) => one.kind === "csat") || ratings[0] || null;
}
