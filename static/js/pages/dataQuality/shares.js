// @ts-check
/** Shares of what was counted. Pure. */

/** @typedef {{ filled: number, customers: number, issues: string[], [issue: string]: any }} Quality */

export const ISSUES = ["missing", "invalid", "stale", "conflicting", "duplicated"];

/** @param {{filled: number, customers: number}} row from 0 to 1 */
export const shareOf = (row) => (row.customers ? row.filled / row.customers : 0);

/** How many customers have the issue. @param {Quality} row @param {string} issue */
export const countOf = (row, issue) => (issue === "missing" ? row.customers - row.filled : row[issue]);

/** All fields in one: the mean share that is known, and each issue's sum. @param {Quality[]} rows */
export function summaryOf(rows) {
  const share = rows.length ? rows.reduce((sum, row) => sum + shareOf(row), 0) / rows.length : 0;
  const sums = Object.fromEntries(ISSUES.slice(1).map((issue) => [issue, rows.reduce((sum, row) => sum + countOf(row, issue), 0)]));
  return { share, ...sums };
}
