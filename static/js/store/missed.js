// @ts-check
/** How many people called in vain and are still to be called: the rail's badge. */
import { signal } from "@preact/signals";
import { onEvent } from "./events.js";

export const missedCount = signal(0);

/** @param {number|undefined} count of the snapshot */
export const resetMissed = (count) => { missedCount.value = count || 0; };

onEvent("missed.updated", (data) => { if (data.open !== undefined) missedCount.value = data.open; });
