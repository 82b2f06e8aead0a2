// Resolves bare names the way the page's import map does, so that modules run in Node unchanged.
import { readFileSync } from "node:fs";

const root = new URL("../../static/", import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL("importmap.json", root), "utf8"));

export async function resolve(specifier, context, next) {
  return imports[specifier] ? next(new URL(imports[specifier], root).href, context) : next(specifier, context);
}

/** Our own `.js` files are modules, whatever package.json says. */
export async function load(url, context, next) {
  return next(url, url.startsWith(root.href) && url.endsWith(".js") ? { ...context, format: "module" } : context);
}
