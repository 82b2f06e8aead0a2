/** Words of segments. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("segments");
