/** The words of duplicates and merging, and those of a profile's values. */
import { needWords } from "../../lib/needWords.js";
import "../customer/words.js";

await needWords("duplicates");
