// @ts-check
/** Office hours at least, and every hour in which something happened. */

/** @typedef {{hour: number, answered: number, missed: number}} Hour */

const FIRST = 8;
const LAST = 17;

/** @param {Hour[]} hours @returns {Hour[]} */
export function hoursToShow(hours) {
  const busy = hours.filter((one) => one.answered + one.missed > 0).map((one) => one.hour);
  const first = Math.min(FIRST, ...busy);
  const last = Math.max(LAST, ...busy);
  return hours.filter((one) => one.hour >= first && one.hour <= last);
}
