// @ts-check
/** Two or more records side by side: which fields differ, and whose value would be kept. Pure. */
import { isEmpty, valueAt } from "../customer/fieldValue.js";

/**
 * @typedef {import("../customer/catalogue.js").Field} Field
 * @typedef {{ field: Field, values: any[], isSame: boolean, picked: string|null }} Row
 */

/**
 * One row per field that anybody has a value in; `picked` is the id of whose value would stand.
 *
 * @param {Field[]} fields @param {any[]} customers the survivor first @param {Record<string, any>} chosen what the server would keep
 * @param {Record<string, string>} choose what somebody picked instead
 * @returns {Row[]}
 */
export const rowsOf = (fields, customers, chosen, choose) => fields
  .map((field) => ({ field, values: customers.map((customer) => valueAt(customer, field.name)) }))
  .filter(({ values }) => values.some((value) => !isEmpty(value) && value !== false))
  .map(({ field, values }) => {
    const isSame = values.every((value) => isEqual(value, values[0]));
    return { field, values, isSame, picked: isSame ? null : choose[field.name] || pickedBy(field, customers, chosen) };
  });

/** What must be said to the server: only what differs from its own choice. @param {Row[]} rows @param {any[]} customers @param {Record<string, any>} chosen */
export const choiceOf = (rows, customers, chosen) => Object.fromEntries(
  rows.filter((row) => row.picked && row.picked !== pickedBy(row.field, customers, chosen)).map((row) => [row.field.name, row.picked]),
);

/** Values that more than one of them has, such as `phone +84901234567`. @param {any[]} customers @returns {Set<string>} */
export function sharedLines(customers) {
  const seen = new Map();
  for (const line of customers.flatMap((customer) => [...new Set((customer.identities || []).map(lineKey))])) seen.set(line, (seen.get(line) || 0) + 1);
  return new Set([...seen].filter(([, count]) => count > 1).map(([line]) => line));
}

/** @param {{channel: string, value: string}} line */
export const lineKey = (line) => `${line.channel} ${line.value}`;

/** Who is likelier to be the record to keep: with more calls, then the older. @param {any[]} customers */
export const byWeight = (customers) => [...customers].sort((a, b) => (b.stats?.calls || 0) - (a.stats?.calls || 0) || a.created_at.localeCompare(b.created_at));

/** @param {Field} field @param {any[]} customers @param {Record<string, any>} chosen */
function pickedBy(field, customers, chosen) {
  const kept = chosen[field.name];
  return (customers.find((customer) => isEqual(valueAt(customer, field.name), kept)) || customers[0]).id;
}

/** @param {any} a @param {any} b */
const isEqual = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null) || (isEmpty(a) && isEmpty(b));
