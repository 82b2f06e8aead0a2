// @ts-check
/** Amounts as people type them: whole minor units out, or null for what is no amount. */

const SIGNS = /\s|₫|vnđ|vnd|đồng|đ|\$|€|£|¥/g;
/** @type {Record<string, number>} */
const SCALES = { k: 1e3, nghìn: 1e3, ngàn: 1e3, tr: 1e6, triệu: 1e6, tỷ: 1e9, tỉ: 1e9 };
const AMOUNT = /^(\d+(?:[.,]\d+)*)(k|nghìn|ngàn|tr|triệu|tỷ|tỉ)?$/;
const GROUPED = /^\d{1,3}(?:([.,])\d{3}(?:\1\d{3})*)?$|^\d+$/;

/** How many decimals a currency has. @param {string} currency */
export const decimalsOf = (currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits || 0;

/**
 * "1.890.000", "1,890,000 ₫", "1,89 triệu" → 1890000 (đồng); "19.90", "19,90" → 1990 (dollars): the last mark is the decimal
 * one where no more digits follow it than the currency has, or a scale is named. "1.5" of đồng, "-5" and words are no amounts.
 *
 * @param {string} written @param {string} currency @returns {number|null}
 */
export function readMoney(written, currency) {
  const text = written.trim().toLowerCase().replace(currency.toLowerCase(), "").replace(SIGNS, "");
  const [, digits, scale] = AMOUNT.exec(text) || [];
  if (!digits) return null;
  const decimals = decimalsOf(currency);
  const value = readDecimal(digits, scale ? 9 : decimals);
  const amount = value === null ? NaN : Number((value * (SCALES[scale] || 1) * 10 ** decimals).toFixed(3));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** "1.234,5" → 1234.5 where so many decimals may be. @param {string} digits @param {number} decimals @returns {number|null} */
function readDecimal(digits, decimals) {
  if (GROUPED.test(digits)) return Number(digits.replace(/[.,]/g, ""));
  const point = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  const [whole, rest] = [digits.slice(0, point), digits.slice(point + 1)];
  if (rest.length > decimals || whole.includes(digits[point]) || !GROUPED.test(whole)) return null;
  return Number(`${whole.replace(/[.,]/g, "")}.${rest}`);
}

/** An amount as it stands in a field. @param {number|null|undefined} amount @param {string} currency */
export function writeMoney(amount, currency) {
  if (amount === null || amount === undefined) return "";
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat(decimals ? "en-US" : "vi-VN", { minimumFractionDigits: decimals }).format(amount / 10 ** decimals);
}
