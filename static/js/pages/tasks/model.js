// @ts-check
/** What tasks mean on screen: their group by the clock, their place in a list, moments to put them off to. */
import { dayOf, startOfDay } from "../../timeline/days.js";
import { wallClock } from "../../lib/zoned.js";

/** @typedef {{id: string, version: number, state: string, due_at: string|null, title: string, assignee_id: string|null, customer_id: string|null, company_id: string|null}} Task */

export const GROUPS = /** @type {const} */ (["overdue", "today", "upcoming"]);

const FIVE_MINUTES_MS = 300_000;

/** @param {Task} task @param {number} now @param {string} timeZone @returns {"overdue"|"today"|"upcoming"} */
export function groupOf(task, now, timeZone) {
  if (!task.due_at) return "upcoming";
  const due = Date.parse(task.due_at);
  if (due < now) return "overdue";
  return due < Date.parse(startOfDay(dayOf(now, timeZone), timeZone, 1)) ? "today" : "upcoming";
}

/** The list with a task in its place by due time, undated last; without it where it does not belong any more.
 * @param {Task[]} tasks @param {Task} task @param {(task: Task) => boolean} belongs */
export function place(tasks, task, belongs) {
  const known = tasks.find((one) => one.id === task.id);
  if (known && known.version > task.version) return tasks;
  const others = tasks.filter((one) => one.id !== task.id);
  if (!belongs(task)) return others;
  const key = (/** @type {Task} */ one) => `${one.due_at || "9999"} ${one.id}`;
  const at = others.findIndex((one) => key(one) > key(task));
  return at === -1 ? [...others, task] : [...others.slice(0, at), task, ...others.slice(at)];
}

/** Moments one often puts a task off to. @param {number} now @returns {{key: string, at: string}[]} */
export function moments(now) {
  const today = wallClock(now, 0, 15);
  return [
    { key: "in_hour", at: new Date(Math.ceil((now + 3_600_000) / FIVE_MINUTES_MS) * FIVE_MINUTES_MS).toISOString() },
    ...(Date.parse(today) > now + 3_600_000 ? [{ key: "today_15", at: today }] : []),
    { key: "tomorrow_9", at: wallClock(now, 1, 9) },
    { key: "next_week", at: wallClock(now, 7, 9) },
  ];
}
