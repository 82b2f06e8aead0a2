// @ts-check
/** Everybody who works here, by name: to mention, to give a task to. Fetched once a page load. */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";

/** @typedef {{id: string, name: string, role: string}} Colleague */

/** @type {import("@preact/signals").Signal<Colleague[]>} */
export const colleagues = signal([]);
let isAsked = false;

export async function fetchColleagues() {
  if (isAsked) return;
  isAsked = true;
  try {
    colleagues.value = (await get("/colleagues")).items;
  } catch {
    isAsked = false; // the next opening asks again
  }
}
