/**
 * Swaps pages without a reload, so that a call keeps its audio and its socket. Plain links work: clicks on addresses
 * that we know are taken over; everything else (downloads, new tabs, other sites) stays the browser's.
 */
import { boot } from "../lib/boot.js";
import { signal } from "../lib/html.js";
import { findRoute } from "./routes.js";

/** {pathname, search}: what the address bar says. */
export const place = signal({ pathname: location.pathname, search: location.search });

/** Go to an address of ours, or to any other with a full load. */
export function navigate(path, { replace = false } = {}) {
  const url = new URL(path, location.href);
  if (url.origin !== location.origin || !findRoute(url.pathname)) return void location.assign(url);
  history[replace ? "replaceState" : "pushState"](null, "", url);
  place.value = { pathname: url.pathname, search: url.search };
  if (!replace) document.getElementById("main")?.scrollTo(0, 0);
  return undefined;
}

export function startRouter() {
  addEventListener("popstate", () => { place.value = { pathname: location.pathname, search: location.search }; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin || !findRoute(link.pathname)) return;
    event.preventDefault();
    navigate(link.href);
  });
}

/** Load a page's own sheets once and wait for them, so that it is never painted bare. */
export const loadStyles = (paths = []) => Promise.all(paths.map((path) => {
  const href = `${boot.static_url}/${path}`;
  if (document.querySelector(`link[rel=stylesheet][href="${href}"]`)) return null;
  return new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
  });
}));
