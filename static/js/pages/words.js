/** The words that pages share; a page with many of its own has a catalogue and a `words.js` beside it. */
import { needWords } from "../lib/needWords.js";

await needWords("pages");
