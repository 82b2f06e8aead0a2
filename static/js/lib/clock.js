// @ts-check
/**
 * The server's clock. Every duration on screen (ring, talk, wrap-up) counts by it, so that two screens agree even
 * when a computer's own clock is wrong. `second` and `minute` are signals: read one to be painted again.
 */
import { signal } from "@preact/signals";

let offsetMs = 0;
let smallestTripMs = Infinity;

/** The server's time in ms since 1970, as of the last tick. */
export const second = signal(Math.floor(Date.now() / 1000) * 1000);
export const minute = signal(Math.floor(Date.now() / 60_000) * 60_000);

/** The server's time now, in ms since 1970. */
export const serverNow = () => Date.now() + offsetMs;

/**
 * Learn the server's time from an answer. The shorter the trip, the better the estimate: a worse one never
 * replaces a better one unless they disagree by more than the trip explains (the computer slept or was set).
 * @param {string} serverTime ISO-8601 @param {number} sentAtMs Date.now() when asked @param {number} [receivedAtMs]
 */
export function learnServerTime(serverTime, sentAtMs, receivedAtMs = Date.now()) {
  const server = Date.parse(serverTime);
  const tripMs = receivedAtMs - sentAtMs;
  if (Number.isNaN(server) || tripMs < 0) return;
  const estimate = server - (sentAtMs + tripMs / 2);
  if (tripMs > smallestTripMs && Math.abs(estimate - offsetMs) <= tripMs / 2 + 50) return;
  smallestTripMs = tripMs;
  offsetMs = estimate;
  tick();
}

function tick() {
  const now = serverNow();
  second.value = Math.floor(now / 1000) * 1000;
  minute.value = Math.floor(now / 60_000) * 60_000;
}

/** Start ticking; call once per page. */
export function startClock() {
  tick();
  setInterval(tick, 250);
  document.addEventListener("visibilitychange", tick);
}

/** Whole seconds since an ISO time, never negative. @param {string|null|undefined} iso @param {number} [nowMs] */
export const secondsSince = (iso, nowMs = second.value) => (iso ? Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1000)) : 0);
/** Whole seconds until an ISO time, never negative. @param {string|null|undefined} iso @param {number} [nowMs] */
export const secondsUntil = (iso, nowMs = second.value) => (iso ? Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / 1000)) : 0);
