/** Words of what is done in a call; loaded with the first dialog or panel that needs them. */
import { needWords } from "../../lib/needWords.js";

await needWords("incall");
