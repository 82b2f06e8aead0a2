/** Words of orders and products. */
import { needWords } from "../../lib/needWords.js";
import "../words.js";

await needWords("orders");
