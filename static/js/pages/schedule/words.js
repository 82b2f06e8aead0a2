/** The words of the schedule, of opening hours and of time spent. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("schedule");
