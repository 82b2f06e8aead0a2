/** The words of imports and exports. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("imports");
