// @ts-check
/**
 * Numbers, times, phones and money as people of the chosen language write them, in the company's time zone.
 * Reads the `locale` signal. Times are ISO-8601 UTC strings as the API gives them.
 */
import { boot } from "./boot.js";
import { serverNow } from "./clock.js";
import { locale, t } from "./i18n.js";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();

/** @param {Intl.DateTimeFormatOptions} options */
function formatter(options) {
  const key = locale.value + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(language(), { timeZone: boot.timezone, hourCycle: "h23", ...options }));
  return /** @type {Intl.DateTimeFormat} */ (formatters.get(key));
}

/** @param {string|number|null|undefined} time @param {Intl.DateTimeFormatOptions} options */
function format(time, options) {
  const date = time === null || time === undefined ? new Date(NaN) : new Date(time);
  return Number.isNaN(date.getTime()) ? "" : formatter(options).format(date);
}

/** 22/11/2025 @param {string|number|null|undefined} time */
export const formatDate = (time) => format(time, { day: "2-digit", month: "2-digit", year: "numeric" });
/** 14:02 @param {string|number|null|undefined} time */
export const formatTime = (time) => format(time, { hour: "2-digit", minute: "2-digit" });
/** 14:02:11 @param {string|number|null|undefined} time */
export const formatTimeExact = (time) => format(time, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
/** 22/11/2025 14:02 @param {string|number|null|undefined} time */
export const formatDateTime = (time) => [formatDate(time), formatTime(time)].filter(Boolean).join(" ");
/** 22/11/2025 14:02:11, for the tooltip behind a relative time. @param {string|number|null|undefined} time */
export const formatExact = (time) => [formatDate(time), formatTimeExact(time)].filter(Boolean).join(" ");

/** A running clock: 02:11, or 1:02:11 from an hour on. @param {number|null|undefined} seconds */
export function formatClock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** A length told in words: "3 ph 12", "45 giây". @param {number|null|undefined} seconds */
export function formatSpan(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  if (whole < 60) return t("time.seconds", { n: whole });
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!hours) return t(rest ? "time.minutes_seconds" : "time.minutes", { n: minutes, s: String(rest).padStart(2, "0") });
  return t("time.hours_minutes", { n: hours, m: String(minutes).padStart(2, "0") });
}

const STEPS = /** @type {const} */ ([[60, "now"], [3600, "minutes"], [86_400, "hours"], [2_592_000, "days"], [31_536_000, "months"]]);

/** How long ago, short: "vừa xong", "4 ph", "12 ngày". @param {string|null|undefined} iso @param {number} [nowMs] */
export function formatAgo(iso, nowMs = serverNow()) {
  if (!iso) return "";
  const seconds = Math.max(0, (nowMs - Date.parse(iso)) / 1000);
  const [index, unit] = unitFor(seconds);
  const size = index === 0 ? 1 : [60, 3600, 86_400, 2_592_000, 31_536_000][index - 1];
  return t(`ago.${unit}`, { n: Math.floor(seconds / size), count: Math.floor(seconds / size) });
}

/** @param {number} seconds @returns {[number, string]} */
function unitFor(seconds) {
  const index = STEPS.findIndex(([limit]) => seconds < limit);
  return index === -1 ? [STEPS.length, "years"] : [index, STEPS[index][1]];
}

const language = () => (locale.value === "vi" ? "vi-VN" : "en-GB"); // both write dd/mm/yyyy and 24 hours

/** @param {number|null|undefined} value @param {Intl.NumberFormatOptions} options */
function number(value, options) {
  return value === null || value === undefined ? "" : new Intl.NumberFormat(language(), options).format(value);
}

/**
 * 1.890.000 ₫; amounts are integers in the currency's minor unit (the đồng has none).
 * @param {number|null|undefined} amount @param {string} [currency]
 */
export function formatMoney(amount, currency = "VND") {
  if (amount === null || amount === undefined) return "";
  const money = new Intl.NumberFormat(language(), { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return money.format(amount / 10 ** (money.resolvedOptions().maximumFractionDigits || 0));
}

/** 12.450 @param {number|null|undefined} value @param {number} [digits] */
export const formatNumber = (value, digits = 0) => number(value, { maximumFractionDigits: digits });

/** 82 % of 0.82 @param {number|null|undefined} ratio */
export const formatPercent = (ratio) => number(ratio, { style: "percent", maximumFractionDigits: 0 });

/**
 * +84901234567 → 0901 234 567; other countries keep their code. The server's `number_national` is better where given.
 * @param {string|null|undefined} number
 */
export function formatPhone(number) {
  if (!number) return "";
  const national = number.startsWith("+84") ? `0${number.slice(3)}` : number;
  if (/^0[235789]\d{8}$/.test(national) && !national.startsWith("02")) return national.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");
  if (/^02[48]\d{8}$/.test(national)) return national.replace(/^(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3");
  if (/^02\d{9}$/.test(national)) return national.replace(/^(\d{4})(\d{3})(\d{4})$/, "$1 $2 $3");
  return national;
}

/** Family and given name: "Nguyễn Thị Hoa" → "NH". @param {string|null|undefined} name */
export function initialsOf(name) {
  const parts = (name || "").trim().split(/\s+/).filter((part) => /\p{L}/u.test(part));
  if (!parts.length) return "";
  const letters = parts.length === 1 ? parts : [parts[0], parts[parts.length - 1]];
  return letters.map((part) => [...part][0]).join("").toLocaleUpperCase("vi");
}
