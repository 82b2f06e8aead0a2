// @ts-check
/** The verbs on a person's lines. Each gives the whole customer back, except a removal, which gives nothing. */
import { del, patch, post } from "../../lib/api.js";

/** @param {any} customer @param {Record<string, any>} identity {channel, value, label?, status?, is_shared?, is_verified?} */
export const addIdentity = (customer, identity) => post(`/customers/${customer.id}/identities`, identity, { ifMatch: customer.version });

/** @param {any} customer @param {string} identityId @param {Record<string, any>} changes */
export const changeIdentity = (customer, identityId, changes) => patch(`/customers/${customer.id}/identities/${identityId}`, changes, { ifMatch: customer.version });

/** @param {any} customer @param {string} identityId */
export const removeIdentity = (customer, identityId) => del(`/customers/${customer.id}/identities/${identityId}`, undefined, { ifMatch: customer.version });
