// @ts-check
/** A simulation as its form holds it and as the server takes it; and how figures of two policies compare. */

/** Figures in the order of the table: whether more of it is better (null: neither), and how it is written. */
export const FIGURES = [
  { name: "service_level", more: true, as: "percent" },
  { name: "average_wait", more: false, as: "seconds" },
  { name: "p95_wait", more: false, as: "seconds" },
  { name: "abandon_rate", more: false, as: "percent" },
  { name: "answered", more: true, as: "number" },
  { name: "occupancy", more: null, as: "percent" },
  { name: "fairness", more: true, as: "index" },
];

export const NUMBERS = ["ring_seconds", "wrap_up_seconds", "max_wait_seconds", "sticky_seconds", "priority"];
export const AT_ONCE = ["call", "chat", "email"];

/** @param {string} name */
export const newVariant = (name) => ({ name, rules: /** @type {Record<string, any>} */ ({}), capacity: /** @type {Record<string, any>} */ ({}), without: /** @type {string[]} */ ([]), hours: /** @type {any[]} */ ([]), extra: /** @type {any[]} */ ([]) });

/** "08:30" → 510. @param {string} text */
export function minuteOf(text) {
  const [hours, minutes] = text.split(":").map(Number);
  return (hours || 0) * 60 + (minutes || 0);
}

/** 510 → "08:30"; the end of the day is written 00:00. @param {number} minute */
export const timeOf = (minute) => `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** What is sent of a variant: no empty fields, numbers as numbers. @param {any} variant */
export function variantBody(variant) {
  const filled = (/** @type {Record<string, any>} */ part) => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== "" && value !== null && value !== undefined));
  const rules = filled(variant.rules);
  for (const name of NUMBERS) if (name in rules) rules[name] = Number(rules[name]);
  if (rules.relaxation) rules.relaxation = rules.relaxation.map((/** @type {any} */ step) => ({ ...step, after_seconds: Number(step.after_seconds) }));
  const capacity = Object.fromEntries(Object.entries(filled(variant.capacity)).map(([name, value]) => [name, Number(value)]));
  return { ...variant, rules, capacity, extra: variant.extra.map((/** @type {any} */ one) => ({ ...one, count: Number(one.count) })) };
}

/** Whether a variant changes anything at all. @param {any} variant */
export function changesSomething(variant) {
  const body = variantBody(variant);
  return Object.keys(body.rules).length + Object.keys(body.capacity).length + body.without.length + body.hours.length + body.extra.length > 0;
}

const DIGITS = /** @type {Record<string, number>} */ ({ percent: 1, seconds: 1, number: 0, index: 2 });

/**
 * A figure as it is written: seconds below a minute with a tenth. Differences are taken of what is written, so that
 * the columns of a row add up for whoever reads it. @param {{as: string}} figure @param {number} value
 */
export function asWritten(figure, value) {
  const digits = figure.as === "seconds" && Math.abs(value) >= 60 ? 0 : DIGITS[figure.as];
  return Number(value.toFixed(digits));
}

/** By how much `after` is more than `before`, as written; null where one of them is not known.
 * @param {{as: string}} figure @param {number|null|undefined} before @param {number|null|undefined} after */
export function difference(figure, before, after) {
  if (before === null || before === undefined || after === null || after === undefined) return null;
  return Number((asWritten(figure, after) - asWritten(figure, before)).toFixed(DIGITS[figure.as]));
}

/**
 * better | worse | unsure | unchanged | moved, of a figure's value by the model of the policy that stood and by another one.
 * `runs` are the least and the most of the other's runs: within them it may as well be chance (unchanged). `error`: how far
 * the model is off on this figure; a difference no larger is unsure. moved: neither way is better.
 * @param {{as: string, more: boolean|null}} figure @param {number|null} before @param {number|null} after
 * @param {(number|null)[]} runs @param {number|null} error
 */
export function comparison(figure, before, after, runs = [], error = null) {
  if (before === null || after === null) return "unchanged";
  const [least, most] = [Math.min(after, runs[0] ?? after), Math.max(after, runs[1] ?? after)];
  const off = difference(figure, before, after);
  if (!off || (before >= least - 0.005 && before <= most + 0.005)) return "unchanged";
  if (error !== null && Math.abs(off) <= Math.abs(error)) return "unsure";
  if (figure.more === null) return "moved";
  return off > 0 === figure.more ? "better" : "worse";
}
