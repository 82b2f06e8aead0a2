/**
 * `await needWords("segments")` at the top of a page's `words.js`: importing that module then waits for the catalogue.
 * It never fails: a module that did once would stay failed until the next full load, while the connection may be back
 * in a second.
 */
import { addCatalogue } from "./i18n.js";

const LONGEST_WAIT_MS = 8_000;

export async function needWords(name) {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await addCatalogue(name);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
