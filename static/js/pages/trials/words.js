/** The words of simulations and of fairness. */
import { needWords } from "../../lib/needWords.js";
import "../queues/words.js";

await needWords("trials");
