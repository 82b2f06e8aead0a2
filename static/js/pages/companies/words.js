/** The words of companies and households. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("companies");
