// @ts-check
/**
 * A flow's document as the page edits it: every verb gives a new document. Pure.
 *
 * @typedef {Record<string, any> & { id: string, kind: string }} Step
 * @typedef {{ start: string, steps: Step[] }} FlowDocument
 */

export const KINDS = ["greeting", "recording", "hours", "menu", "queue", "outside", "voicemail", "say"];
/** @type {Record<string, string[]>} */
export const EXITS = {
  greeting: ["next"], recording: ["next"], hours: ["open", "closed", "holiday"], menu: ["queues_next", "no_input", "invalid"],
  queue: ["nobody", "full", "closed"], outside: ["unanswered"], voicemail: [], say: [],
};
const OPTIONAL = new Set(["invalid", "queues_next", "holiday"]);

const silence = () => ({ vi: "", en: "", sound_vi: null, sound_en: null });

/** @param {FlowDocument} document @param {string|null} id */
export const stepOf = (document, id) => document.steps.find((step) => step.id === id) || null;

/** Whether an exit may lead nowhere. @param {Step} step @param {string} field */
export const isOptional = (step, field) => OPTIONAL.has(field) || (step.kind === "queue" && field === "closed");

/** Where a step leads to: {field, key?, target}, a menu's keys first. @param {Step} step */
export function exitsOf(step) {
  const keys = (step.keys || []).map((/** @type {any} */ row, /** @type {number} */ at) => ({ field: `keys.${at}`, key: row.key, target: row.next }));
  return [...keys, ...EXITS[step.kind].map((field) => ({ field, key: null, target: step[field] }))];
}

/** The way a caller goes when nothing else is said. @param {Step} step */
const mainExit = (step) => ({ greeting: "next", recording: "next", hours: "open", menu: "no_input", queue: "full", outside: "unanswered" })[step.kind] || null;

/** @param {FlowDocument} document @param {string} kind @returns {Step} */
export function newStep(document, kind) {
  let n = document.steps.length + 1;
  while (stepOf(document, `${kind}_${n}`)) n += 1;
  const common = { id: `${kind}_${n}`, kind };
  if (kind === "hours") return { ...common, calendar_id: null, open: null, closed: null, holiday: null };
  if (kind === "menu") return { ...common, prompt: silence(), keys: [{ key: "1", label: "", next: null }], queues_next: null, repeats: 2, wait_seconds: 5, sorry: silence(), no_input: null, invalid: null };
  if (kind === "queue") return { ...common, queue_id: null, prompt: silence(), music: null, says_place: true, says_wait: true, every_seconds: 60, nobody: null, full: null, closed: null };
  if (kind === "outside") return { ...common, prompt: silence(), number: "", ring_seconds: 25, is_recorded: false, unanswered: null };
  if (kind === "voicemail") return { ...common, prompt: silence(), max_seconds: 120 };
  return { ...common, prompt: silence(), ...(kind === "say" ? {} : { next: null }) };
}

/** @param {FlowDocument} document @param {string} id @param {Record<string, any>} part @returns {FlowDocument} */
export const changeStep = (document, id, part) => ({ ...document, steps: document.steps.map((step) => (step.id === id ? { ...step, ...part } : step)) });

/** Lead an exit of a step to another one. @param {FlowDocument} document @param {string} id @param {string} field @param {string|null} target */
export function lead(document, id, field, target) {
  const step = stepOf(document, id);
  if (!step) return document;
  if (!field.startsWith("keys.")) return changeStep(document, id, { [field]: target });
  const at = Number(field.slice(5));
  return changeStep(document, id, { keys: step.keys.map((/** @type {any} */ row, /** @type {number} */ n) => (n === at ? { ...row, next: target } : row)) });
}

/** A new step at an exit; what was there comes after it. `id` null: before the first step.
 * @param {FlowDocument} document @param {string|null} id @param {string} field @param {string} kind @returns {[FlowDocument, string]} */
export function insertStep(document, id, field, kind) {
  const made = newStep(document, kind);
  const from = id === null ? null : stepOf(document, id);
  const after = from ? exitsOf(from).find((one) => one.field === field)?.target ?? null : document.start;
  const exit = mainExit(made);
  const step = exit ? { ...made, [exit]: after, ...(kind === "queue" ? { nobody: after } : {}), ...(kind === "hours" ? { closed: after } : {}) } : made;
  const at = from ? document.steps.indexOf(from) + 1 : 0;
  const grown = { ...document, steps: [...document.steps.slice(0, at), step, ...document.steps.slice(at)] };
  return [from ? lead(grown, from.id, field, step.id) : { ...grown, start: step.id }, step.id];
}

/** Take a step away; what led to it leads to where it went. @param {FlowDocument} document @param {string} id @returns {FlowDocument} */
export function removeStep(document, id) {
  const gone = stepOf(document, id);
  if (!gone || document.steps.length < 2) return document;
  const exit = mainExit(gone);
  const after = exit && gone[exit] !== id ? gone[exit] : null;
  let left = { ...document, start: document.start === id ? after || "" : document.start, steps: document.steps.filter((step) => step !== gone) };
  for (const step of left.steps) for (const one of exitsOf(step)) if (one.target === id) left = lead(left, step.id, one.field, after);
  return left.start ? left : { ...left, start: left.steps[0].id };
}

/** The step before which this one can go: both in one straight line. @param {FlowDocument} document @param {string} id */
export function placeBefore(document, id) {
  const step = stepOf(document, id);
  if (!step || EXITS[step.kind][0] !== "next") return null;
  return document.steps.find((one) => EXITS[one.kind][0] === "next" && one.next === id) || null;
}

/** Change places with the step before. @param {FlowDocument} document @param {string} id @returns {FlowDocument} */
export function moveUp(document, id) {
  const before = placeBefore(document, id);
  const step = stepOf(document, id);
  if (!before || !step) return document;
  let moved = document;
  for (const one of document.steps) for (const exit of exitsOf(one)) if (exit.target === before.id && one.id !== id) moved = lead(moved, one.id, exit.field, id);
  moved = lead(lead(moved, before.id, "next", step.next), id, "next", before.id);
  return { ...moved, start: document.start === before.id ? id : document.start };
}

/**
 * The steps in the order a caller may meet them: each once, where it is met first; `via` names the exit that leads to
 * it, `depth` how many branches it lies under. What nobody gets to comes last.
 * @param {FlowDocument} document
 */
export function drawn(document) {
  /** @type {{ step: Step, depth: number, via: { from: Step, field: string, key: string|null } | null, isLost: boolean }[]} */
  const rows = [];
  const seen = new Set();
  /** @param {string|null} id @param {number} depth @param {any} via @param {boolean} isLost */
  const visit = (id, depth, via, isLost) => {
    const step = stepOf(document, id);
    if (!step || seen.has(step.id)) return;
    seen.add(step.id);
    rows.push({ step, depth, via, isLost });
    const exits = exitsOf(step);
    for (const one of exits) visit(one.target, exits.length > 1 ? depth + 1 : depth, exits.length > 1 ? { from: step, field: one.field, key: one.key } : null, isLost);
  };
  visit(document.start, 0, null, false);
  for (const step of document.steps) visit(step.id, 0, null, true);
  return rows;
}
