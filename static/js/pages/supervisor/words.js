/** The words of the wallboard. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("wallboard");
