// @ts-check
/** Which queues this browser leaves out of the wallboard. */
import { signal } from "@preact/signals";

const STORED = "cc:wall:hidden";

/** @returns {string[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) || "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** @type {import("@preact/signals").Signal<string[]>} */
export const hiddenQueues = signal(globalThis.localStorage ? read() : []);

/** @param {string} id */
export function toggleQueue(id) {
  hiddenQueues.value = hiddenQueues.value.includes(id) ? hiddenQueues.value.filter((one) => one !== id) : [...hiddenQueues.value, id];
  localStorage.setItem(STORED, JSON.stringify(hiddenQueues.value));
}
