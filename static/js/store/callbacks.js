// @ts-check
/** Calls that I promised, the first due first: fetched when the work list shows, and again when one changes. */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";
import { onEvent } from "./events.js";

const SHOWN = 6;

/** @type {import("@preact/signals").Signal<any[]>} */
export const callbacks = signal([]);
let isAsked = false;

export async function fetchCallbacks() {
  isAsked = true;
  try {
    callbacks.value = (await get("/callbacks", { mine: 1, limit: SHOWN })).items;
  } catch { /* what is shown stays; the next change asks again */ }
}

onEvent("task.updated", ({ task }) => { if (isAsked && task.kind === "callback") fetchCallbacks(); });
onEvent("resync", () => { if (isAsked) fetchCallbacks(); });
