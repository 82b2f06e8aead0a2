// @ts-check
/** What a customer's record holds, as screens show it. */

/** Addresses that still hold. @param {any} customer @returns {string[]} */
export const emailsOf = (customer) => customer.emails || [];

export const STATUSES = ["potential", "current", "loyal", "lapsed", "past"];
export const SEGMENTS = ["vip", "potential", "not_potential"];

/**
 * Every line that finds this person, phones first: {id, channel, value, shown, label, status, is_shared, is_verified, is_masked}.
 *
 * @param {any} customer
 */
export function identitiesOf(customer) {
  const phones = (customer.phones || []).map((/** @type {any} */ one) => ({ ...one, channel: "phone", value: one.e164, shown: one.national || one.e164 }));
  const others = (customer.identities || [])
    .filter((/** @type {any} */ one) => one.channel !== "phone")
    .map((/** @type {any} */ one) => ({ ...one, shown: one.value }));
  return [...phones, ...others];
}
