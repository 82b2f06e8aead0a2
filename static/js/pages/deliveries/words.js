/** The words of the webhook console. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("webhooks");
