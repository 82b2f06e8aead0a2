// @ts-check
/**
 * Where nobody speaks, worked out from the server's peaks, so that a listener can jump over it.
 *
 * Peaks are 0–100 per channel, evenly spread over the recording. A stretch is silent when every
 * channel stays under a share of the loudest peak (lines differ in level) for at least `minSeconds`.
 */

/** @typedef {{start: number, end: number}} Range seconds from the start of the recording */

/** A breath or a line's hiss reaches some 5 % of the loudest voice; a quiet syllable 10 %. */
const SHARE = 0.07;
const MIN_SECONDS = 1;
/** Speech is entered this much early, so that a first consonant is not cut off. */
const LEAD_IN_SECONDS = 0.15;

/**
 * @param {number[][]} channels
 * @param {number} durationSeconds
 * @param {{share?: number, minSeconds?: number}} [limits]
 * @returns {Range[]}
 */
export function silentRanges(channels, durationSeconds, limits = {}) {
  const { share = SHARE, minSeconds = MIN_SECONDS } = limits;
  const threshold = share * loudest(channels);
  const count = Math.max(0, ...channels.map((peaks) => peaks.length));
  if (!count || !(durationSeconds > 0)) return [];
  const step = durationSeconds / count;
  const ranges = [];
  let start = -1;
  for (let i = 0; i <= count; i++) {
    const isSilent = i < count && channels.every((peaks) => (peaks[i] ?? 0) < threshold);
    if (isSilent && start < 0) start = i;
    if (!isSilent && start >= 0) {
      if ((i - start) * step >= minSeconds) ranges.push({ start: start * step, end: i * step });
      start = -1;
    }
  }
  return ranges;
}

/**
 * The place to continue from when playback stands in silence, or null where there is
 * something to hear or too little to skip to be worth a jump.
 *
 * @param {Range[]} ranges
 * @param {number} seconds
 */
export function afterSilence(ranges, seconds) {
  const range = ranges.find((r) => seconds >= r.start && seconds < r.end);
  if (!range) return null;
  const target = range.end - LEAD_IN_SECONDS;
  return target - seconds > 0.3 ? target : null;
}

/** The highest peak of all, at least 1. @param {number[][]} channels */
export const loudest = (channels) => channels.flat().reduce((most, peak) => Math.max(most, peak), 1);

/** @param {Range[]} ranges */
export function totalSeconds(ranges) {
  return ranges.reduce((sum, r) => sum + r.end - r.start, 0);
}
