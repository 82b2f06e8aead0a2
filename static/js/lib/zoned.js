// @ts-check
/** Wall-clock times of the company's zone, whatever zone the computer is set to: to read, and as people type them. */
import { boot } from "./boot.js";

const FORMAT = /** @type {const} */ ({ hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });

/** @param {number} ms @returns {Record<string, number>} the company's calendar and clock at a moment */
function partsOf(ms) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: boot.timezone, ...FORMAT }).formatToParts(ms);
  return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
}

/**
 * The moment of a wall clock of the company.
 * @param {number} year @param {number} month 1–12 @param {number} day @param {number} hour @param {number} minute
 */
function momentOf(year, month, day, hour, minute) {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const shown = partsOf(asUtc);
  const offset = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute) - asUtc; // the zone's, at about that time
  return asUtc - offset;
}

/** A wall-clock moment some days from now, as ISO. @param {number} nowMs @param {number} days @param {number} hour */
export function wallClock(nowMs, days, hour) {
  const { year, month, day } = partsOf(nowMs + days * 86_400_000);
  return new Date(momentOf(year, month, day, hour, 0)).toISOString();
}

/**
 * "24/11/2025 9:00", "24/11 09:00", "9:00", "9h30": the next such moment, as ISO; null when it is none or lies behind us.
 * @param {string} text @param {number} nowMs @returns {string|null}
 */
export function parseWhen(text, nowMs) {
  const match = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s+)?(\d{1,2})(?:[:h](\d{2})?)?$/i.exec(text.trim());
  if (!match) return null;
  const now = partsOf(nowMs);
  const [day, month, year, hour, minute] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (hour === undefined || hour > 23 || (minute || 0) > 59 || (month || 1) > 12) return null;
  const tries = day === undefined
    ? [momentOf(now.year, now.month, now.day, hour, minute || 0), momentOf(now.year, now.month, now.day + 1, hour, minute || 0)]
    : (year === undefined ? [now.year, now.year + 1] : [year]).map((one) => momentOf(one, month || 0, day, hour, minute || 0));
  const found = tries.find((moment) => moment > nowMs);
  if (found === undefined || (day !== undefined && partsOf(found).day !== day)) return null; // 31/02 is no day
  return new Date(found).toISOString();
}
