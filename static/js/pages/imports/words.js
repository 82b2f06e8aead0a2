/** The words of imports and exports. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await Promise.all([needWords("imports"), needWords("errors")]); // an import keeps what went wrong with it
