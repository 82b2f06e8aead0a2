/** The words of a customer's profile. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("profile");
