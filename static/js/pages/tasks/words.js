/** The words of tasks. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("tasks");
