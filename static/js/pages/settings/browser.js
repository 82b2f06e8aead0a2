// @ts-check
/** A browser's own description of itself, as people would say it. Order matters: most claim to be several others. */

const BROWSERS = /** @type {const} */ ([["Edg", "Edge"], ["OPR", "Opera"], ["coc_coc_browser", "Cốc Cốc"], ["Firefox", "Firefox"], ["FxiOS", "Firefox"], ["CriOS", "Chrome"], ["Chrome", "Chrome"], ["Safari", "Safari"]]);
const SYSTEMS = /** @type {const} */ ([["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["CrOS", "ChromeOS"], ["Linux", "Linux"]]);

/** @param {string} userAgent @returns {{name: string, system: string, isPhone: boolean}} */
export function browserOf(userAgent) {
  const find = (/** @type {readonly (readonly [string, string])[]} */ list) => list.find(([mark]) => userAgent.includes(mark))?.[1] ?? "";
  return { name: find(BROWSERS), system: find(SYSTEMS), isPhone: /iPhone|Android.*Mobile/.test(userAgent) };
}
