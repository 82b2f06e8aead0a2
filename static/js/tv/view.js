// @ts-check
/**
 * What the screen shows: asked for every few seconds with the screen's own token. The token came behind the # of the
 * link, which no server ever sees, and is kept in this browser, so that the screen finds itself again after a power cut.
 */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";
import { learnServerTime } from "../lib/clock.js";
import { locale, setLocale } from "../lib/i18n.js";
import { showTheme } from "../lib/theme.js";

const STORED = "cc:screen";
const EVERY_MS = 5_000;
const ENDED_MS = 60_000;
const FRESH_FOR_MS = 24 * 3600_000;

/** @type {import("@preact/signals").Signal<any>} */
export const view = signal(null);
/** Since when (ms) nothing was heard from the server; null while all is well. @type {import("@preact/signals").Signal<number|null>} */
export const lostAt = signal(null);
/** The link is over, or there never was one. */
export const isEnded = signal(false);

const startedAt = Date.now();
let heardAt = Date.now();

function token() {
  const given = location.hash.slice(1);
  try {
    if (given) localStorage.setItem(STORED, given);
    return given || localStorage.getItem(STORED) || "";
  } catch {
    return given; // a browser that keeps nothing: the link itself is enough
  }
}

async function look() {
  const sentAt = Date.now();
  try {
    apply(await get("/screen", {}, { authorization: `Screen ${token()}`, isSignIn: true, timeoutMs: 4_000 }), sentAt);
  } catch (error) {
    const status = /** @type {any} */ (error).status;
    isEnded.value = status === 401;
    if (!isEnded.value) lostAt.value = heardAt;
  }
  setTimeout(look, isEnded.value ? ENDED_MS : EVERY_MS);
}

/** @param {any} body @param {number} sentAt */
function apply(body, sentAt) {
  learnServerTime(body.server_time, sentAt);
  heardAt = Date.now();
  lostAt.value = null;
  isEnded.value = false;
  if (body.screen.locale !== locale.value) setLocale(body.screen.locale).catch(() => {});
  showTheme(body.screen.theme);
  view.value = body;
  // A screen is never closed: once a day it fetches itself anew, while the server is surely there.
  if (Date.now() - startedAt > FRESH_FOR_MS) location.reload();
}

/** Keep the panel from going dark, where the browser can. */
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // not now: asked again when the page is seen again
  }
}

export function startView() {
  look();
  stayAwake();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayAwake());
  addEventListener("online", () => { if (lostAt.value) look(); });
}
