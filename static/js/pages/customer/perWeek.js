// @ts-check

export const WEEK_MS = 7 * 24 * 3600 * 1000;

/**
 * How many fell into each of the last `weeks` stretches of seven days, the oldest first.
 *
 * @param {string[]} times ISO-8601 @param {number} nowMs @param {number} weeks
 * @returns {number[]}
 */
export function perWeek(times, nowMs, weeks) {
  const counts = new Array(weeks).fill(0);
  for (const time of times) {
    const weeksAgo = Math.floor((nowMs - Date.parse(time)) / WEEK_MS);
    const slot = weeks - 1 - Math.max(0, weeksAgo);
    if (slot >= 0) counts[slot] += 1;
  }
  return counts;
}
