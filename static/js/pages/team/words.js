/** The words of the page of people and statuses. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("team");
