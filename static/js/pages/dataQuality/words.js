/** Words of the data audit; values of fields are shown with those of the profile. */
import { needWords } from "../../lib/needWords.js";
import "../customer/words.js";
import "../words.js";

await needWords("audit");
