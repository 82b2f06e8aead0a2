// @ts-check
/** Amounts as people type them: whole minor units out, or null for what is no amount. */

/** How many decimals a currency has. @param {string} currency */
export const decimalsOf = (currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits || 0;

/**
 * "1.890.000", "1,890,000 ₫" → 1890000 (đồng); "19.90", "19,90" → 1990 (dollars): the last mark is the decimal one where
 * the currency has decimals and no more digits than those follow it.
 *
 * @param {string} written @param {string} currency @returns {number|null}
 */
export function readMoney(written, currency) {
  const text = written.replace(/[^\d.,-]/g, "");
  if (!/\d/.test(text) || text.includes("-")) return null;
  const decimals = decimalsOf(currency);
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  const rest = last === -1 ? 0 : text.length - last - 1;
  const hasDecimals = decimals > 0 && last !== -1 && rest <= decimals;
  const whole = (hasDecimals ? text.slice(0, last) : text).replace(/\D/g, "") || "0";
  const amount = Number(whole) * 10 ** decimals + (hasDecimals ? Number(text.slice(last + 1).padEnd(decimals, "0")) : 0);
  return Number.isSafeInteger(amount) ? amount : null;
}

/** An amount as it stands in a field. @param {number|null|undefined} amount @param {string} currency */
export function writeMoney(amount, currency) {
  if (amount === null || amount === undefined) return "";
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat(decimals ? "en-US" : "vi-VN", { minimumFractionDigits: decimals }).format(amount / 10 ** decimals);
}
