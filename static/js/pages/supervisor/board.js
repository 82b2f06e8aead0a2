// @ts-check
/** The wallboard as of this second: the last report with each queue's newer line, and what is past its limits. */

/**
 * @typedef {{ code: string, value: number|null, state: string, target?: number|null, unit: string }} Figure
 * @typedef {{ queue_id: string, waiting: number, oldest_at: string|null, as_of: string }} Line
 * @typedef {Record<string, any> & { id: string, figures: Record<string, Figure>, limits: Record<string, number>, oldest_at: string|null }} BoardQueue
 */

/** ok, warn or late by two limits; the server's own rule. @param {number} value @param {number|undefined} warn @param {number|undefined} late */
export function stateBy(value, warn, late) {
  if (warn === undefined || late === undefined) return "none";
  return value >= late ? "late" : value >= warn ? "warn" : "ok";
}

/** The queue with its newest line: how many wait, and for how long by now. @param {BoardQueue} queue @param {Line|undefined} line @param {string} boardAt @param {number} nowMs @returns {BoardQueue} */
export function asOfNow(queue, line, boardAt, nowMs) {
  const isNewer = line !== undefined && line.as_of > boardAt;
  const waiting = isNewer ? line.waiting : (queue.figures.waiting.value ?? 0);
  const oldest = isNewer ? line.oldest_at : queue.oldest_at;
  const seconds = oldest ? Math.max(0, Math.floor((nowMs - Date.parse(oldest)) / 1000)) : 0;
  const { limits } = queue;
  const figures = {
    ...queue.figures,
    waiting: { ...queue.figures.waiting, value: waiting, state: stateBy(waiting, limits.waiting_warn, limits.waiting_late) },
    longest_wait: { ...queue.figures.longest_wait, value: seconds, state: stateBy(seconds, limits.longest_wait_warn, limits.longest_wait_late) },
  };
  return { ...queue, oldest_at: oldest, figures };
}

/** Lines by queue; of two the later one counts. @param {Record<string, Line>} lines @param {Line} line */
export const withLine = (lines, line) => (lines[line.queue_id]?.as_of >= line.as_of ? lines : { ...lines, [line.queue_id]: line });

/** The worst state of a queue's figures. @param {BoardQueue} queue */
export function worstOf(queue) {
  const states = Object.values(queue.figures).map((one) => one.state);
  return ["late", "warn"].find((state) => states.includes(state)) ?? "ok";
}

/** The part of the day worth drawing: office hours at least, and every slot in which something happened. @param {number[][]} slots @param {number} minutes */
export function slotsToShow(slots, minutes) {
  const busy = slots.flatMap(([answered, missed], at) => (answered + missed ? [at] : []));
  const first = Math.min((8 * 60) / minutes, ...busy);
  const last = Math.max((18 * 60) / minutes - 1, ...busy);
  return { first, slots: slots.slice(first, last + 1) };
}

/** 08:30 @param {number} at @param {number} minutes */
export const clockOf = (at, minutes) => `${String(Math.floor((at * minutes) / 60)).padStart(2, "0")}:${String((at * minutes) % 60).padStart(2, "0")}`;
