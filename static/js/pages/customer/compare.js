// @ts-check
/** Two people changed one customer. Pure: what may be merged quietly and what a person must decide. */
import { valueAt } from "./fieldValue.js";

/**
 * I changed `name` from what `base` had to `mine`; meanwhile somebody saved `theirs`.
 * "free": they did not touch this field, so mine can be saved on top. "same": they wrote the same.
 * "choose": both changed it.
 *
 * @param {any} base @param {any} theirs @param {string} name @param {any} mine
 * @returns {"free"|"same"|"choose"}
 */
export function compare(base, theirs, name, mine) {
  if (isSame(valueAt(theirs, name), mine)) return "same";
  return isSame(valueAt(theirs, name), valueAt(base, name)) ? "free" : "choose";
}

/** Nothing typed and nothing stored are the same to a reader. @param {any} one @param {any} other */
export const isSame = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

/** @param {any} value */
const plain = (value) => (value === null || value === undefined || (Array.isArray(value) && !value.length) ? "" : value);
