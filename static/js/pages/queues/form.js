// @ts-check
/** A queue as the form holds it and as the server takes it. */
import { readCount } from "../readCount.js";

export const STRATEGIES = ["longest_idle", "least_loaded", "weighted_round_robin", "fewest_today", "top_down", "ring_all"];
export const WRAP_UP_MODES = ["timed", "until_saved", "none"];

export const FORMULAS = ["default", "answered", "offered", "without_early", "early_count", "short_count"];
/** Where the wallboard warns and turns red, with what holds while a queue says nothing. @type {Record<string, number>} */
export const LIMITS = { waiting_warn: 3, waiting_late: 8, longest_wait_warn: 60, longest_wait_late: 120, service_level_late: 60, abandon_rate_warn: 5, abandon_rate_late: 10, missed_warn: 1, missed_late: 5 };

const NUMBERS = ["target_percent", "priority", "ring_seconds", "wrap_up_seconds", "max_wait_seconds", "target_seconds", "sticky_seconds", "overflow_after_seconds"];

/** What a new queue starts with. */
export const blank = {
  name: "", menu_key: null, strategy: "longest_idle", priority: 0, ring_seconds: 20, wrap_up_mode: "timed", wrap_up_seconds: 30,
  max_wait_seconds: 180, target_seconds: 20, target_percent: 80, level_formula: "default", alerts: {}, sticky_seconds: 0, call_blocks_chats: true, required_skills: [], relaxation: [],
  overflow_queue_id: null, overflow_after_seconds: null, calendar_id: null, is_recorded: true, dispositions: [], script: "", members: [],
};

/** The places that are more than shown: names and states belong to the server. @param {any[]} members */
const plainMembers = (members) => members.map((one, position) => ({ agent_id: one.agent_id, weight: readCount(one.weight), position }));

/**
 * What to send: everything of a new queue, of a known one what was changed.
 * @param {Record<string, any>} form @param {Record<string, any> | null} known
 */
export function bodyOf(form, known) {
  /** @type {Record<string, any>} */
  const body = Object.fromEntries(Object.keys(blank).map((name) => [name, NUMBERS.includes(name) ? readCount(form[name]) : form[name]]));
  body.menu_key = form.menu_key || null;
  if (!form.overflow_queue_id) body.overflow_after_seconds = null;
  body.members = plainMembers(form.members);
  body.alerts = Object.fromEntries(Object.entries(form.alerts).map(([name, value]) => [name, readCount(value)]).filter(([, value]) => value !== null));
  body.relaxation = form.relaxation.map((/** @type {any} */ step) => ({ ...step, after_seconds: readCount(step.after_seconds) }));
  if (!known) return body;
  const before = { ...known, members: plainMembers(known.members) };
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(/** @type {any} */ (before)[name])));
}
