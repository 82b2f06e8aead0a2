// @ts-check
/** The call that this supervisor listens in on: begun, changed, ended, and found again after a reload. */
import { signal } from "@preact/signals";
import { del, get, patch, post } from "../../lib/api.js";
import { acceptedOfferIds } from "../../store/offers.js";

/** @type {import("@preact/signals").Signal<any>} the API's monitor with its `participants` */
export const monitor = signal(null);

/** @param {any} one */
function take(one) {
  monitor.value = one && ["wanted", "asked", "in"].includes(one.state) ? one : null;
  // The softphone answers the leg that carries this id, as it does for an accepted offer.
  if (one) acceptedOfferIds.value = new Set([...acceptedOfferIds.value, one.id]);
}

export const findMine = async () => take((await get("/calls/monitored")).monitor);
/** @param {string} callId @param {string} mode */
export const listen = async (callId, mode) => take(await post(`/calls/${callId}/monitors`, { mode }));
/** @param {string} mode */
export const changeMode = async (mode) => take(await patch(`/calls/${monitor.value.call_id}/monitors/${monitor.value.id}`, { mode }));
export async function stopListening() {
  const one = monitor.value;
  if (one) await del(`/calls/${one.call_id}/monitors/${one.id}`);
  monitor.value = null;
}
