// @ts-check
/** The day's figures, with those of the queue as of this second. */

/** @typedef {{code: string, value: number|null, unit: string, target?: number|null, state: string, median?: number|null, p90?: number|null, n?: number}} Figure */

/** @param {Figure[]} figures @returns {Record<string, Figure>} */
export const byCode = (figures) => Object.fromEntries(figures.map((figure) => [figure.code, figure]));

/**
 * The queue's own event is newer than the report: who waits, and for how long by now.
 *
 * @param {Figure[]} figures @param {{waiting: number}|null} queue @param {number} longestSeconds
 */
export function withLiveQueue(figures, queue, longestSeconds) {
  if (!queue) return figures;
  return figures.map((figure) => {
    if (figure.code === "waiting") return { ...figure, value: queue.waiting, n: queue.waiting };
    if (figure.code === "longest_wait") return { ...figure, value: longestSeconds, n: queue.waiting, state: waitState(longestSeconds, figure.target) };
    return figure;
  });
}

/** Late above the target, a warning from half of it on. @param {number} seconds @param {number|null|undefined} target */
export function waitState(seconds, target) {
  if (!target) return "none";
  if (seconds > target) return "late";
  return seconds >= target / 2 ? "warn" : "ok";
}
