/** The words of queues, skills and decisions. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("routing");
