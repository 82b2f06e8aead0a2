// @ts-check
/**
 * The words of refusals (i18n/errors.<locale>.json) are no part of the first load: they come when the page has stood for a
 * while, and at the latest with the first refusal, which waits for them a moment.
 */
import { onRefused } from "./api.js";
import { addCatalogue } from "./i18n.js";

const QUIET_AFTER_MS = 5_000;
const LONGEST_WAIT_MS = 2_000;

export function startErrorWords() {
  onRefused(() => Promise.race([load(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]));
  setTimeout(load, QUIET_AFTER_MS);
}

/** Not having them is no second error: the server's own words are shown then, and the next refusal asks again. */
const load = () => addCatalogue("errors").catch(() => undefined);
