// @ts-check
/** What the agent has chosen so far for a call's wrap-up: kept in this browser until it is saved. */
import { signal } from "@preact/signals";
import { dispositions } from "./session.js";

/**
 * @typedef {{ kind: string, due_at?: string|null, text?: string, isDemanded?: boolean }} Step
 * @typedef {{ disposition: string|null, parent: string|null, step: Step|null, customerName: string }} Outcome
 */

/** @type {Outcome} */
const NOTHING = { disposition: null, parent: null, step: null, customerName: "" };
/** @param {string} callId */
const storedKey = (callId) => `cc:outcome:${callId}`;

/** @type {import("@preact/signals").Signal<Record<string, Outcome>>} */
const outcomes = signal({});

/** @param {string} callId @returns {Outcome} */
export const outcomeOf = (callId) => outcomes.value[callId] || stored(callId) || NOTHING;

/** @param {string} callId @param {Partial<Outcome>} part */
export function changeOutcome(callId, part) {
  const next = { ...outcomeOf(callId), ...part };
  outcomes.value = { ...outcomes.value, [callId]: next };
  try {
    localStorage.setItem(storedKey(callId), JSON.stringify(next));
  } catch { /* only a convenience */ }
}

/** @param {string} callId */
export function forgetOutcome(callId) {
  localStorage.removeItem(storedKey(callId));
  const { [callId]: _gone, ...others } = outcomes.value;
  outcomes.value = others;
}

/** @param {string} callId @returns {Outcome|null} */
function stored(callId) {
  try {
    return JSON.parse(localStorage.getItem(storedKey(callId)) || "null");
  } catch {
    return null;
  }
}

/**
 * The outcomes of one level, in order, nine at most (keys 1–9). @param {string|null} parent
 * @param {string[]} [offered] those of the first level that the call's queue offers; none: all
 */
export function listOutcomes(parent, offered = []) {
  const level = dispositions.value.filter((one) => (one.parent_code || null) === parent && (parent || !offered.length || offered.includes(one.code)));
  return level.sort((one, other) => one.position - other.position).slice(0, 9);
}

/** @param {string|null} code */
export const findOutcome = (code) => dispositions.value.find((one) => one.code === code) || null;

/** Pick an outcome; one with children opens them instead. @param {string} callId @param {string} code */
export function pickOutcome(callId, code) {
  const row = findOutcome(code);
  if (!row) return;
  if (listOutcomes(code).length) return void changeOutcome(callId, { parent: code, disposition: null });
  const { step } = outcomeOf(callId);
  changeOutcome(callId, { disposition: code, step: stepFor(row, step) });
}

/** A demanded step comes with its outcome and leaves with it; one that the agent chose stays. @param {any} row @param {Step|null} step */
function stepFor(row, step) {
  if (!row.next_step) return step?.isDemanded ? null : step;
  return step?.kind === row.next_step ? step : { kind: row.next_step, due_at: null, text: step?.text || "", isDemanded: true };
}

/** What is missing before it may be saved: a key of words, or null. @param {Outcome} outcome @returns {"outcome"|"step"|"due"|"text"|null} */
export function missingIn(outcome) {
  const row = findOutcome(outcome.disposition);
  if (!row) return "outcome";
  if (row.next_step && outcome.step?.kind !== row.next_step) return "step";
  if (outcome.step?.kind === "callback" && !outcome.step.due_at) return "due";
  if (["task", "lead"].includes(outcome.step?.kind || "") && !outcome.step?.text?.trim()) return "text";
  return null;
}
