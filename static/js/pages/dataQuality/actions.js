// @ts-check
/** What may be done to a field for many customers at once, and to which of them. Pure. */
import { countOf } from "./shares.js";

const TEXTS = new Set(["text", "long_text"]);

/** @param {any} row */
export const isFixable = (row) => !row.is_line || (row.field === "phone" && row.invalid > 0);

/** @param {any} row of the audit @param {any} field of the catalogue, none for a line @returns {string[]} */
export function actionsOf(row, field) {
  if (row.is_line) return row.field === "phone" ? ["reparse"] : [];
  if (!field) return [];
  return [...(field.name === "display_name" ? [] : ["set"]), ...(TEXTS.has(field.type) ? ["tidy"] : []), ...(field.is_required ? [] : ["clear"])];
}

/** Whom an action can be about, the likeliest first. @param {any} row @param {string} action @returns {string[]} */
export function targetsOf(row, action) {
  if (row.is_line) return ["invalid"];
  const wanted = { set: ["missing", "invalid", "stale", "conflicting", "filled"], tidy: ["invalid", "filled"], clear: ["invalid", "stale", "conflicting", "filled"] }[action] || [];
  return wanted.filter((target) => (target === "filled" ? row.filled > 0 : row.issues.includes(target) && countOf(row, target) > 0));
}
