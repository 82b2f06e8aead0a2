// @ts-check
/** Filters that live in the address, so that a view can be shared, bookmarked and gone back to. */
import { navigate } from "../shell/router.js";

/**
 * @param {Record<string, string>} query of the address @param {Record<string, string>} defaults what may be there
 * @returns {Record<string, string>}
 */
export const readFilters = (query, defaults) => Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, query[name] ?? value]));

/** @param {string} path @param {Record<string, string>} filters @param {Record<string, string>} defaults */
export function addressOf(path, filters, defaults) {
  const pairs = Object.entries(filters).filter(([name, value]) => value && value !== defaults[name]);
  return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
}

/** @param {string} path @param {Record<string, string>} filters @param {Record<string, string>} defaults */
export const showFilters = (path, filters, defaults) => navigate(addressOf(path, filters, defaults), { replace: true });
