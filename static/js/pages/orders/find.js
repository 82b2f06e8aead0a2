// @ts-check
/** What the pickers of orders search. */
import { get } from "../../lib/api.js";
import { formatMoney } from "../../lib/format.js";

/** @param {string} q */
export const findCustomers = async (q) => (await get("/customers", { q, limit: 6 })).items;

/** @param {any} customer */
export const shownCustomer = (customer) => ({ title: customer.display_name, text: customer.phones?.[0]?.national || customer.emails?.[0] || "" });

/** @param {string} q */
export const findProducts = async (q) => (await get("/products", { q, is_active: true, limit: 8 })).items;

/** @param {any} product */
export const shownProduct = (product) => ({ title: product.name, text: formatMoney(product.price_minor, product.currency) });
