// @ts-check
/** Two people changed one customer. Pure: what may be merged quietly and what a person must decide. */

/**
 * I changed `name` from what `base` had to `mine`; meanwhile somebody saved `theirs`.
 * "free": they did not touch this field, so mine can be saved on top. "same": they wrote the same.
 * "choose": both changed it.
 *
 * @param {any} base @param {any} theirs @param {string} name @param {any} mine
 * @returns {"free"|"same"|"choose"}
 */
export function compare(base, theirs, name, mine) {
  if (isSame(theirs[name], mine)) return "same";
  return isSame(theirs[name], base[name]) ? "free" : "choose";
}

/** Nothing typed and nothing stored are the same to a reader. @param {any} one @param {any} other */
const isSame = (one, other) => (one ?? "") === (other ?? "");
