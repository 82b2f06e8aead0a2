// @ts-check
/** Short messages at the foot of the screen; `undo` makes an action reversible for as long as its toast stays. */
import { signal } from "@preact/signals";

/**
 * @typedef {{ id: number, text: string, kind: "done"|"late"|"ringing"|"info", undo?: () => void, undoLabel?: string, link?: { href: string, label: string } }} Toast
 */

/** @type {import("@preact/signals").Signal<Toast[]>} */
export const toasts = signal([]);
let nextId = 1;

/** @param {string} text @param {{ kind?: Toast["kind"], undo?: () => void, undoLabel?: string, link?: Toast["link"], seconds?: number }} [options] */
export function toast(text, { kind = "info", undo, undoLabel, link, seconds = undo ? 8 : 5 } = {}) {
  const id = nextId++;
  toasts.value = [...toasts.value.slice(-2), { id, text, kind, undo, undoLabel, link }];
  setTimeout(() => dismissToast(id), seconds * 1000);
  return id;
}

/** @param {number} id */
export const dismissToast = (id) => { toasts.value = toasts.value.filter((one) => one.id !== id); };
