// @ts-check
/**
 * Short sounds and the ring. Of several tabs one rings: they queue for a Web Lock, and a tab that the browser does not
 * let play (nobody has clicked in it yet) gives the lock to the next.
 */
import { signal } from "@preact/signals";
import { boot } from "./boot.js";

/** True while the browser refuses sound until somebody clicks; the shell then shows a button. */
export const isSoundBlocked = signal(false);

/** @type {Map<string, HTMLAudioElement>} */
const players = new Map();

/** @param {string} name a file in static/sounds without .mp3 */
function playerOf(name) {
  let player = players.get(name);
  if (!player) {
    player = new Audio(`${boot.static_url}/sounds/${name}.mp3`);
    player.preload = "auto";
    players.set(name, player);
  }
  return player;
}

/** Fetch a sound before it is needed. @param {string} name */
export const preloadSound = (name) => { playerOf(name).load(); };

/** @param {string} name @param {{ volume?: number }} [options] */
export async function playSound(name, { volume = 0.6 } = {}) {
  const player = playerOf(name);
  player.volume = volume;
  player.currentTime = 0;
  try {
    await player.play();
    isSoundBlocked.value = false;
    return true;
  } catch {
    isSoundBlocked.value = true;
    return false;
  }
}

/** Ring until the returned function is called. @returns {() => void} */
export function startRing() {
  const stop = new AbortController();
  const ring = () => ringUntil(stop.signal);
  if (navigator.locks) navigator.locks.request("cc-ring", { signal: stop.signal }, ring).catch(() => {});
  else ring();
  return () => stop.abort();
}

/** @param {AbortSignal} signal @returns {Promise<void>} over when it stops or was not allowed to play */
async function ringUntil(signal) {
  if (signal.aborted) return;
  const player = playerOf("ring");
  player.loop = true;
  if (!(await playSound("ring"))) return;
  await new Promise((resolve) => (signal.aborted ? resolve(null) : signal.addEventListener("abort", resolve, { once: true })));
  player.pause();
}
