/** The words of missed callers and callbacks. */
import { needWords } from "../../lib/needWords.js";
import "../tasks/words.js";

await Promise.all([needWords("missed"), needWords("outbound")]);
