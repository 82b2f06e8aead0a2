// @ts-check
/**
 * Words in Vietnamese and English. `t(key, values)` reads the `locale` signal, so that a component using it is painted
 * again in the other language without a reload. Catalogues: i18n/<locale>.json (shell, console) and
 * i18n/<name>.<locale>.json, added by `addCatalogue(name)`; groups of one name are joined. Plurals: {"one": "…", "other": "…"} chosen by values.count.
 */
import { signal } from "@preact/signals";
import { getAsset } from "./api.js";
import { boot } from "./boot.js";

export const LOCALES = ["vi", "en"];
export const locale = signal(LOCALES.includes(boot.locale) ? boot.locale : "vi");

/** @type {import("@preact/signals").Signal<Record<string, any>>} */
const words = signal({});
/** @type {Set<string>} */
const catalogues = new Set();

/** A group may be told in two files: `errors` has its few in the main one. @param {Record<string, any>} one @param {Record<string, any>} other */
function joined(one, other) {
  const both = { ...one };
  for (const [name, group] of Object.entries(other)) both[name] = typeof group === "object" ? { ...both[name], ...group } : group;
  return both;
}

/** @param {string} name @param {string} language */
const fileOf = (name, language) => (name ? `i18n/${name}.${language}.json` : `i18n/${language}.json`);

/** Load a catalogue for the present language; "" is the main one. @param {string} [name] */
export async function addCatalogue(name = "") {
  if (catalogues.has(name)) return;
  const loaded = await getAsset(fileOf(name, locale.value));
  catalogues.add(name);
  words.value = joined(words.value, loaded);
}

/** Switch the language of everything on screen. @param {string} language */
export async function setLocale(language) {
  const loaded = await Promise.all([...catalogues].map((name) => getAsset(fileOf(name, language))));
  words.value = loaded.reduce(joined, {});
  locale.value = language;
  document.documentElement.lang = language;
}

/** Use ready words (tests). @param {Record<string, any>} catalogue */
export const setWords = (catalogue) => { words.value = catalogue; };

/**
 * @param {string} key dotted, e.g. "call.hold" @param {Record<string, any>} [values] for {name} places
 * @returns {string} the words, or the key itself when they are missing
 */
export function t(key, values = {}) {
  const found = lookUp(words.value, key);
  const text = found && typeof found === "object" ? found[pluralOf(values.count)] || found.other : found;
  if (typeof text !== "string") return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (values[name] === undefined ? whole : String(values[name])));
}

/** Whether there are words for a key. @param {string} key */
export const hasWords = (key) => lookUp(words.value, key) !== undefined;

/** The label of a row that carries both languages (label_vi/label_en). @param {any} row @param {string} [field] */
export const labelOf = (row, field = "label") => (row ? row[`${field}_${locale.value}`] || row[`${field}_vi`] || row.code || "" : "");

/** @param {Record<string, any>} tree @param {string} key */
const lookUp = (tree, key) => key.split(".").reduce((node, part) => node?.[part], tree);

/** @param {number} count */
const pluralOf = (count) => new Intl.PluralRules(locale.value).select(count ?? 0);
