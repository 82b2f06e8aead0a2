/** Words of my queues; loaded with the panel, once the console is idle. */
import { needWords } from "../../lib/needWords.js";

await needWords("mine");
