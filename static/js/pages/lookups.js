// @ts-check
/** What a Lookup can find. */
import { get } from "../lib/api.js";

/** @param {string} text */
export async function findCustomers(text) {
  const { items } = await get("/customers", { q: text, limit: 8 });
  return items.map((/** @type {any} */ one) => ({ id: one.id, label: one.display_name, hint: one.phones?.[0]?.national || one.emails?.[0] || "" }));
}

/** @param {string} text */
export async function findCompanies(text) {
  const { items } = await get("/companies", { q: text, limit: 8 });
  return items.map((/** @type {any} */ one) => ({ id: one.id, label: one.name, hint: one.tax_code || one.industry || "" }));
}
