// @ts-check
/** How many wait and for how long: a figure, the latest one wins. */
import { signal } from "@preact/signals";
import { onEvent } from "./events.js";

/** @typedef {{ waiting: number, longest_wait_seconds: number, as_of: string }} QueueFigures */

/** @type {import("@preact/signals").Signal<QueueFigures|null>} */
export const queue = signal(null);

/** @param {QueueFigures|null|undefined} figures */
export function applyQueue(figures) {
  if (figures && (!queue.value || !figures.as_of || figures.as_of >= queue.value.as_of)) queue.value = figures;
}

/** The longest wait as of now: it grows while somebody waits. @param {number} nowMs @returns {number} seconds */
export function longestWait(nowMs) {
  const figures = queue.value;
  if (!figures?.waiting) return 0;
  return Math.max(0, (figures.longest_wait_seconds || 0) + Math.floor((nowMs - Date.parse(figures.as_of)) / 1000));
}

onEvent("queue.updated", applyQueue);
