// @ts-check
/** Weeks and wall clocks as plain text: days are 2026-11-23, times 08:30. No time zone takes part. */
import { addDays } from "../../timeline/days.js";

/** 0 = Monday. @param {string} day */
export const weekdayOf = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** @param {string} day */
export const mondayOf = (day) => addDays(day, -weekdayOf(day));

/** @param {string} monday @returns {string[]} */
export const daysOfWeek = (monday) => [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(monday, n));

/** Whether a text is a day that exists. @param {string|null|undefined} day */
export const isDay = (day) => /^\d{4}-\d\d-\d\d$/.test(day || "") && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && addDays(/** @type {string} */ (day), 0) === day;

/** 23/11, or 23/11/2026 with the year. @param {string} day @param {boolean} [withYear] */
export const shortDay = (day, withYear = false) => [...day.split("-").slice(1).reverse(), ...(withYear ? [day.slice(0, 4)] : [])].join("/");

/** @param {string} time */
export const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether hours end on the next day: 22:00-06:00 do. @param {string} starts @param {string} ends */
export const isOvernight = (starts, ends) => minutesOf(ends) <= minutesOf(starts);

/** Hours per person of what they really work. @param {{user_id: string, starts_at: string, ends_at: string, rests: boolean}[]} occurrences @returns {Record<string, number>} */
export function hoursByPerson(occurrences) {
  /** @type {Record<string, number>} */
  const hours = {};
  for (const one of occurrences) {
    if (!one.rests) hours[one.user_id] = (hours[one.user_id] || 0) + (Date.parse(one.ends_at) - Date.parse(one.starts_at)) / 3_600_000;
  }
  return hours;
}

/** What stands in one cell. @template {{user_id: string, day: string}} One @param {One[]} all @param {string} userId @param {string} day @returns {One[]} */
export const inCell = (all, userId, day) => all.filter((one) => one.user_id === userId && one.day === day);

/** Leave that touches a day. @template {{user_id: string, first_day: string, last_day: string}} One @param {One[]} all @param {string} userId @param {string} day @returns {One[]} */
export const leaveOn = (all, userId, day) => all.filter((one) => one.user_id === userId && one.first_day <= day && day <= one.last_day);
