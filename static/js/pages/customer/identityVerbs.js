// @ts-check
/** The verbs on a person's lines. Each gives the whole customer back, except a removal, which gives nothing. */
import { del, patch, post } from "../../lib/api.js";

/** @param {string} customerId @param {{channel: string, value: string, label?: string, is_shared?: boolean}} identity */
export const addIdentity = (customerId, identity) => post(`/customers/${customerId}/identities`, identity);

/** @param {string} customerId @param {string} identityId @param {Record<string, any>} changes */
export const changeIdentity = (customerId, identityId, changes) => patch(`/customers/${customerId}/identities/${identityId}`, changes);

/** @param {string} customerId @param {string} identityId */
export const removeIdentity = (customerId, identityId) => del(`/customers/${customerId}/identities/${identityId}`);

/** Puts a removed line back as it was. @param {string} customerId @param {any} identity */
export async function restoreIdentity(customerId, identity) {
  const { channel, value, label = "", is_shared = false, status } = identity;
  const customer = await addIdentity(customerId, { channel, value, label, is_shared });
  if (status === "known") return customer;
  const row = customer.identities.find((/** @type {any} */ one) => one.channel === channel && one.value === value);
  return row?.id ? changeIdentity(customerId, row.id, { status }) : customer;
}
