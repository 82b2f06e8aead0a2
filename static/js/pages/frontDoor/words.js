/** The words of the front door. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("frontDoor");
