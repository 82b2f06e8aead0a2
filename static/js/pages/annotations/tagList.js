// @ts-check
/** The tags there are, for filters: fetched anew each time a page asks, those in use first. */
import { signal } from "@preact/signals";
import { get } from "../../lib/api.js";

/** @type {import("@preact/signals").Signal<{id: string, name: string}[]>} */
export const tags = signal([]);

export async function fetchTags() {
  try {
    tags.value = (await get("/tags")).items;
  } catch {
    // a filter without names is a smaller loss than a page that fails
  }
}
