/**
 * The words of the pages other than the console; importing this module waits for them. It never fails: a module that
 * did once would stay failed until the next full load, while the connection may be back in a second.
 */
import { addCatalogue } from "../lib/i18n.js";

const LONGEST_WAIT_MS = 8_000;

for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
  try {
    await addCatalogue("pages");
    break;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
