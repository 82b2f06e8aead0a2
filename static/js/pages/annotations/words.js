/** The words of tags, notes and files. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("annotations");
