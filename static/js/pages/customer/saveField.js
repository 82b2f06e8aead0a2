// @ts-check
/** Saves one field of a customer on the version that was shown; when somebody was faster, finds out what that means. */
import { get, patch } from "../../lib/api.js";
import { compare } from "./compare.js";
import { bodyOf, valueAt } from "./fieldValue.js";

/**
 * @param {any} base the customer as shown @param {string} name a field's name, `custom.<key>` too @param {any} mine
 * @returns {Promise<{customer: any, conflict?: {theirs: any}, wasMerged?: boolean}>}
 */
export async function saveField(base, name, mine) {
  try {
    return { customer: await patch(`/customers/${base.id}`, bodyOf(name, mine), { ifMatch: base.version }) };
  } catch (/** @type {any} */ error) {
    if (error.code !== "version_conflict" && error.status !== 412) throw error;
  }
  const theirs = await get(`/customers/${base.id}`);
  const outcome = compare(base, theirs, name, mine);
  if (outcome === "same") return { customer: theirs };
  if (outcome === "choose") return { customer: theirs, conflict: { theirs: valueAt(theirs, name) } };
  const { customer, conflict } = await saveField(theirs, name, mine);
  return { customer, conflict, wasMerged: true };
}
