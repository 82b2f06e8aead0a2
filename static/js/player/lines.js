// @ts-check
/** Which line of a transcript is being spoken. */

/** @typedef {{speaker: "agent"|"customer", start_seconds: number, text: string}} Line */

/**
 * Index of the last line that has begun, or -1 before the first.
 *
 * @param {Line[]} lines in order of time
 * @param {number} seconds
 */
export function currentLine(lines, seconds) {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].start_seconds <= seconds + 0.05) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
