// @ts-check
/** What a customer's record holds, as screens show it. */

/** Addresses that still hold. @param {any} customer @returns {string[]} */
export const emailsOf = (customer) => customer.emails || [];

export const STATUSES = ["potential", "current", "loyal", "lapsed", "past"];
export const SEGMENTS = ["vip", "potential", "not_potential"];
export const LANGUAGES = ["vi", "en"];
export const CHANNELS = ["phone", "zalo", "sms", "email", "messenger"];

/**
 * The main fields, in the order they are shown. `options` are codes with words under
 * `customer.options.<name>`; `isLong` takes several lines.
 */
export const FIELDS = /** @type {const} */ ([
  { name: "display_name", isRequired: true, max: 200 },
  { name: "status", options: STATUSES, isRequired: true },
  { name: "segment", options: SEGMENTS },
  { name: "owner_id" },
  { name: "company", max: 200 },
  { name: "address", max: 300, isLong: true },
  { name: "language", options: LANGUAGES },
  { name: "preferred_channel", options: CHANNELS },
  { name: "notes", max: 20000, isLong: true },
]);

/**
 * Every line that finds this person, phones first: {id, channel, value, shown, label, status, is_shared, is_verified}.
 * Those without an id (accounts on other channels) can be read here, not changed.
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
