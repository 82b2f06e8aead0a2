/** The words of teams and of whose customers people see. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("teams");
