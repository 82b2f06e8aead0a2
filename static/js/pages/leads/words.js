/** The words of leads. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";
import "../tasks/words.js";

await needWords("leads");
