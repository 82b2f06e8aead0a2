/** The words of searching, in the timeline and in the palette. */
import { needWords } from "../lib/needWords.js";

await needWords("search");
