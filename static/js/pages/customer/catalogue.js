// @ts-check
/** The catalogue of a customer's fields, fetched once and again when somebody changes it on this screen. */
import { signal } from "@preact/signals";
import { get } from "../../lib/api.js";
import { onEvent } from "../../store/live.js";

/**
 * @typedef {{ code: string, label_vi: string, label_en: string }} Labelled
 * @typedef {{ name: string, type: string, group: string, label_vi: string, label_en: string, choices: Labelled[], max_length: number,
 *   currency: string, is_required: boolean, is_sensitive: boolean, is_custom: boolean }} Field
 * @typedef {{ groups: Labelled[], items: Field[] }} Catalogue
 */

/** @type {import("@preact/signals").Signal<Catalogue|null>} */
export const catalogue = signal(null);
/** @type {import("@preact/signals").Signal<any>} */
export const catalogueError = signal(null);
let isAsking = false;

/** @param {{ isForced?: boolean }} [options] */
export async function fetchCatalogue({ isForced = false } = {}) {
  if (isAsking || (catalogue.value && !isForced)) return;
  isAsking = true;
  try {
    catalogue.value = await get("/customer-fields");
    catalogueError.value = null;
  } catch (error) {
    catalogueError.value = error;
  } finally {
    isAsking = false;
  }
}

/** @param {string} name */
export const findField = (name) => catalogue.value?.items.find((field) => field.name === name);

onEvent("resync", () => { if (catalogue.value) fetchCatalogue({ isForced: true }); });
