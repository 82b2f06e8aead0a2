// @ts-check
/**
 * An error as a sentence for people: `errors.<code>`, its places filled with the error's details. Without words for the code:
 * what its status says, else what the server said.
 */
import { formatDate, formatDateTime, formatNumber } from "./format.js";
import { hasWords, t } from "./i18n.js";

/** @param {any} error an ApiError or anything thrown @returns {string} */
export function errorText(error) {
  const values = valuesOf(error?.details || {});
  const key = `errors.${error?.code}`;
  if (values.fields && hasWords(`${key}_in`)) return t(`${key}_in`, values);
  if (error?.code && hasWords(key)) return t(key, values);
  if (error?.status === 403) return t("errors.forbidden");
  if (error?.status === 404) return t("errors.not_found");
  if (error?.status >= 502) return t("errors.unavailable");
  return error?.status && error.message && error.message !== error.code ? error.message : t("errors.unknown");
}

/**
 * What is wrong with each field, to stand beside it. A code of its own says it better than the field's rule.
 * @param {any} error an ApiError whose details name fields @returns {Record<string, string>}
 */
export function fieldErrors(error) {
  const told = Object.entries(error.details || {}).filter(([, value]) => Array.isArray(value) && typeof value[0] === "string");
  return Object.fromEntries(told.map(([name, [sentence]]) => [name, /^invalid(_fields)?$/.test(error.code) ? ruleText(sentence) : errorText(error)]));
}

/** The rules that the server's schemas word in English: the name of ours, and how theirs begins. @type {[string, RegExp][]} */
const RULES = [
  ["between", /^Must be greater than or equal to (?<low>-?\d+) and less than or equal to (?<high>-?\d+)/], ["at_least", /^Must be greater than or equal to (?<low>-?\d+)/],
  ["whole", /^Not a valid integer/], ["missing", /^(Missing data|Field may not be null|Shorter than minimum|Length must be between 1 )/], ["long", /^(Longer than maximum|Length must be)/],
];

/** @param {string} sentence */
function ruleText(sentence) {
  for (const [name, pattern] of RULES) {
    const found = pattern.exec(sentence);
    if (found && hasWords(`errors.rule.${name}`)) return t(`errors.rule.${name}`, shownNumbers(found.groups));
  }
  return hasWords("errors.rule.other") ? t("errors.rule.other") : sentence;
}

/** @param {Record<string, string>|undefined} groups */
const shownNumbers = (groups) => Object.fromEntries(Object.entries(groups || {}).map(([name, value]) => [name, formatNumber(Number(value))]));

/** A code kept with something that went wrong earlier; one without words as it is, for whoever looks into it. @param {string} code */
export const codeText = (code) => (hasWords(`errors.${code}`) ? t(`errors.${code}`) : `${code}.`);

/** Details as people read them. `size`: a limit of bytes; `fields`: the wrong ones that have a name. @param {Record<string, any>} details */
function valuesOf(details) {
  const shown = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, shownOf(value)]));
  const fields = Object.keys(details).map((name) => nameOf(name.split(".")[0], "")).filter(Boolean);
  return { ...shown, size: sizeOf(details.limit), field: nameOf(details.field, details.field), fields: [...new Set(fields)].join(", ") };
}

/** @param {any} value */
function shownOf(value) {
  if (typeof value === "number") return formatNumber(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return formatDateTime(value);
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(value) : value;
}

/** @param {string} field @param {string} otherwise */
const nameOf = (field, otherwise) => (hasWords(`errors.field.${field}`) ? t(`errors.field.${field}`) : otherwise);

/** @param {number} bytes */
const sizeOf = (bytes) => `${formatNumber(bytes / (bytes % 1_048_576 ? 1_000_000 : 1_048_576))} MB`;
