/** The words of the page of fields. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("fields");
