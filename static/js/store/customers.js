// @ts-check
/** Profiles and the newest timeline items beside a call, fetched after the pop is painted. */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";
import { onEvent } from "./events.js";

/** @typedef {{ customer: any|null, timeline: any[]|null, state: "loading"|"ready"|"failed" }} Context */

/** @type {import("@preact/signals").Signal<Record<string, Context>>} */
export const contexts = signal({});

/** @param {string} customerId @param {Partial<Context>} part */
function keep(customerId, part) {
  const known = contexts.value[customerId] || { customer: null, timeline: null, state: "loading" };
  contexts.value = { ...contexts.value, [customerId]: { ...known, ...part } };
}

/** @param {string} customerId @param {{ force?: boolean }} [options] */
export async function fetchContext(customerId, { force = false } = {}) {
  if (contexts.value[customerId] && !force && contexts.value[customerId].state !== "failed") return;
  keep(customerId, { state: "loading" });
  try {
    const [customer, timeline] = await Promise.all([get(`/customers/${customerId}`), get(`/customers/${customerId}/timeline`, { limit: 8 })]);
    keep(customerId, { customer, timeline: timeline.items, state: "ready" });
  } catch {
    keep(customerId, { state: "failed" });
  }
}

onEvent("resync", () => { contexts.value = {}; });
