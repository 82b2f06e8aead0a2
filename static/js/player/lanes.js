// @ts-check
/**
 * Which channel of a recording is whose, and the bars to draw for it.
 * The agent's lane is always on top; a file's own order is in its channel map.
 */

import { loudest } from "./silence.js";

/** @typedef {{who: "agent"|"customer", channel: number, peaks: number[]}} Lane peaks 0–100, the loudest of both lanes at 100 */

/** A recording of nothing but hiss is not drawn as if it were speech. */
const LOUD_ENOUGH = 12;

/**
 * @param {{channels: number[][], channel_map?: string[]|null}} peaks
 * @returns {Lane[]}
 */
export function toLanes({ channels, channel_map }) {
  const map = channel_map ?? [];
  const scale = 100 / Math.max(loudest(channels), LOUD_ENOUGH);
  return channels
    .map((peaks, channel) => ({ who: ownerOf(map, channel, channels.length), channel, peaks: peaks.map((peak) => peak * scale) }))
    .sort((a, b) => Number(a.who === "customer") - Number(b.who === "customer"));
}

/**
 * Without a map, one channel is the caller's message and two are agent then customer.
 *
 * @param {string[]} map @param {number} channel @param {number} count
 * @returns {"agent"|"customer"}
 */
function ownerOf(map, channel, count) {
  const who = map[channel];
  if (who === "agent" || who === "customer") return who;
  return count > 1 && channel === 0 ? "agent" : "customer";
}

/**
 * The loudest peak in each of `count` equal slices, as 0–1.
 *
 * @param {number[]} peaks @param {number} count
 * @returns {number[]}
 */
export function toBars(peaks, count) {
  if (!peaks.length || count < 1) return [];
  const bars = new Array(count).fill(0);
  if (peaks.length <= count) {
    return bars.map((_, i) => clampPeak(peaks[Math.floor((i * peaks.length) / count)]));
  }
  peaks.forEach((peak, i) => {
    const slot = Math.floor((i * count) / peaks.length);
    bars[slot] = Math.max(bars[slot], clampPeak(peak));
  });
  return bars;
}

/** @param {number} peak */
function clampPeak(peak) {
  return Math.min(1, Math.max(0, peak / 100));
}
