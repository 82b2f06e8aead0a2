// @ts-check
/** Groups things by the day they happened on, in the company's time zone. */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();

/** 2025-11-22 @param {string|number} time @param {string} timeZone */
export function dayOf(time, timeZone) {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(new Date(time));
}

/**
 * @template {{occurred_at: string}} Item
 * @param {Item[]} items newest first @param {string} timeZone
 * @returns {{day: string, items: Item[]}[]}
 */
export function groupByDay(items, timeZone) {
  /** @type {{day: string, items: Item[]}[]} */
  const groups = [];
  for (const item of items) {
    const day = dayOf(item.occurred_at, timeZone);
    const last = groups.at(-1);
    if (last?.day === day) last.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}

/**
 * The instant a day begins in a time zone, as ISO-8601 UTC; `days` later when given.
 *
 * @param {string} day 2025-11-22 @param {string} timeZone @param {number} [days]
 */
export function startOfDay(day, timeZone, days = 0) {
  const [year, month, date] = day.split("-").map(Number);
  const asUtc = Date.UTC(year, month - 1, date + days);
  // The zone's offset at that moment; asked twice, because a clock change may lie between.
  let start = asUtc - offsetMs(asUtc, timeZone);
  start = asUtc - offsetMs(start, timeZone);
  return new Date(start).toISOString();
}

/** @param {string} day 2025-11-22 @param {number} days */
export function addDays(day, days) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

/** @param {number} time @param {string} timeZone */
function offsetMs(time, timeZone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(new Date(time));
  const part = (/** @type {string} */ type) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(time / 1000) * 1000;
}
