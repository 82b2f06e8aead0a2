/** Whether whoever was spoken with may be called back: asked when that is chosen as the next step, and told at once. */
import { get } from "../lib/api.js";
import { whyNotDialled } from "../phone/refusal.js";
import { calls } from "../store/calls.js";

/** The reason in words, "" when they may be called. @param {string} callId */
export async function whyNoCallBack(callId) {
  const call = calls.value.find((one) => one.id === callId);
  const number = call && !call.is_anonymous && (call.direction === "outbound" ? call.to : call.from);
  if (!number) return "";
  const { is_allowed, reason } = await get("/contact-check", { number, customer_id: call.customer_id });
  return is_allowed ? "" : whyNotDialled({ code: "contact_refused", details: { reason } });
}
