// @ts-check
/** A field's value: where it is in a customer, and between what is stored and what one types. Pure. */
import { decimalsOf, readMoney } from "../../lib/money.js";

const CUSTOM = "custom.";

/** @param {any} customer @param {string} name `status`, `custom.size` */
export const valueAt = (customer, name) => (name.startsWith(CUSTOM) ? customer.custom?.[name.slice(CUSTOM.length)] : customer[name]);

/** The body that changes one field. @param {string} name @param {any} value */
export const bodyOf = (name, value) => (name.startsWith(CUSTOM) ? { custom: { [name.slice(CUSTOM.length)]: value } } : { [name]: value });

/** A copy of a customer with one field as it would be. @param {any} customer @param {string} name @param {any} value */
export const withValue = (customer, name, value) =>
  name.startsWith(CUSTOM) ? { ...customer, custom: { ...customer.custom, [name.slice(CUSTOM.length)]: value } } : { ...customer, [name]: value };

/** @param {any} value */
export const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** What stands in the editor. @param {any} field @param {any} value @param {string} locale @returns {any} */
export function toInput(field, value, locale) {
  if (field.type === "multi_choice") return value || [];
  if (isEmpty(value)) return "";
  if (field.type === "date") return toDay(value);
  if (field.type === "boolean") return value ? "true" : "false";
  if (field.type === "number") return toDecimal(value, 12, locale);
  if (field.type === "money") return toDecimal(value / 10 ** decimalsOf(field.currency), decimalsOf(field.currency), locale);
  return String(value);
}

/**
 * What is stored for what was typed.
 * @param {any} field @param {any} typed @param {string} locale @returns {{ value?: any, error?: "date"|"number"|"missing" }}
 */
export function fromInput(field, typed, locale) {
  if (field.type === "multi_choice") return { value: typed };
  const text = String(typed).trim();
  if (!text) return field.is_required ? { error: "missing" } : { value: field.name === "notes" ? "" : null };
  if (field.type === "date") return readDay(text);
  if (field.type === "boolean") return { value: text === "true" };
  if (field.type === "number") return readNumber(text, locale, field.is_custom ? null : 0);
  if (field.type === "money") return readAmount(text, field.currency);
  return { value: text };
}

/** @param {number} value @param {number} digits @param {string} locale */
const toDecimal = (value, digits, locale) => new Intl.NumberFormat(locale === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: digits }).format(value);

/** 1990-01-31 → 31/01/1990 @param {string} day */
export const toDay = (day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? day.split("-").reverse().join("/") : day);

/** 31/1/1990, 31-01-1990, 31.1.90 or 1990-01-31 @param {string} text @returns {{ value?: string, error?: "date" }} */
export function readDay(text) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const [, day, month, year] = iso ? ["", iso[3], iso[2], iso[1]] : /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})$/.exec(text) || [];
  if (!day) return { error: "date" };
  const whole = year.length === 2 ? Number(year) + (Number(year) > 30 ? 1900 : 2000) : Number(year);
  const value = `${String(whole).padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const read = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(value) ? { value } : { error: "date" };
}

/** @param {string} text @param {string} locale @param {number|null} digits at most so many after the point; null: any @returns {{ value?: number, error?: "number" }} */
function readNumber(text, locale, digits) {
  const [thousands, point] = locale === "vi" ? [/[.\s]/g, ","] : [/[,\s]/g, "."];
  const plain = text.replace(thousands, "").replace(point, ".").replace(/[−–]/, "-");
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return { error: "number" };
  if (digits !== null && (plain.split(".")[1] || "").length > digits) return { error: "number" };
  const value = Number(plain);
  return Number.isSafeInteger(Math.trunc(value)) ? { value } : { error: "number" };
}

/** Debts too. @param {string} text @param {string} currency @returns {{ value?: number, error?: "number" }} */
function readAmount(text, currency) {
  const amount = readMoney(text.replace(/^[−–-]/, ""), currency);
  return amount === null ? { error: "number" } : { value: /^[−–-]/.test(text) ? -amount : amount };
}
