// @ts-check
/** Named stretches of days, for filters. Days are YYYY-MM-DD in the company's time zone, both ends included. */
import { addDays, startOfDay } from "../timeline/days.js";

/** @typedef {{from: string, to: string}} Days "" = open */

export const PERIODS = ["any", "today", "yesterday", "week", "month"];

/** @param {string} period @param {string} today @returns {Days} */
export function daysOf(period, today) {
  if (period === "today") return { from: today, to: today };
  if (period === "yesterday") return { from: addDays(today, -1), to: addDays(today, -1) };
  if (period === "week") return { from: addDays(today, -6), to: today };
  if (period === "month") return { from: addDays(today, -29), to: today };
  return { from: "", to: "" };
}

/** Which name these days go by, or "custom". @param {Days} days @param {string} today */
export function periodOf(days, today) {
  const found = PERIODS.find((period) => {
    const named = daysOf(period, today);
    return named.from === (days.from || "") && named.to === (days.to || "");
  });
  return found ?? "custom";
}

/**
 * The same stretch as instants for the API: from the first moment of the first day up to, not
 * including, the moment after the last.
 *
 * @param {Days} days @param {string} timeZone
 */
export function instantsOf({ from, to }, timeZone) {
  return { from: from ? startOfDay(from, timeZone) : "", to: to ? startOfDay(to, timeZone, 1) : "" };
}
