// @ts-check
/** Purchase classes, the best first. */
export const CLASSES = [
  "champions", "loyal", "potential_loyal", "new", "promising", "attention", "about_to_sleep", "at_risk", "cannot_lose", "hibernating", "lost",
];

/**
 * Rows of one class and currency each, as one entry a class.
 *
 * @param {{rfm_class: string, currency: string, customers: number, spent: number}[]} rows
 * @returns {Record<string, {customers: number, spent: [string, number][]}>}
 */
export function groupClasses(rows) {
  /** @type {Record<string, {customers: number, spent: [string, number][]}>} */
  const found = {};
  for (const row of rows) {
    const one = (found[row.rfm_class] ??= { customers: 0, spent: [] });
    one.customers += row.customers;
    one.spent.push([row.currency, row.spent]);
  }
  return found;
}
