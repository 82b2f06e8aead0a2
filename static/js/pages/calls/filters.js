// @ts-check
/** What the call log can be asked for, in the address and towards the API. */
import { boot } from "../../lib/boot.js";
import { instantsOf } from "../periods.js";

export const NO_FILTERS = { q: "", from: "", to: "", direction: "", state: "", agent: "", queue: "", has_recording: "" };

export const DIRECTIONS = ["inbound", "outbound"];
export const STATES = ["in_progress", "completed", "missed", "abandoned", "voicemail", "no_answer", "busy", "failed", "canceled", "ringing", "queued"];

/** @typedef {Record<string, string>} Filters */

/** @param {Filters} filters */
export const hasFilters = (filters) => Object.values(filters).some(Boolean);

/** As the API takes them: what looks like a number is one, days are instants. @param {Filters} filters */
export function askedOf(filters) {
  const { q, from, to, ...others } = filters;
  const phone = looksLikeNumber(q) ? q : "";
  return { ...others, ...instantsOf({ from, to }, boot.timezone), phone, q: phone ? "" : q };
}

/** A whole number, however written; parts of one are left to the text search. @param {string} text */
function looksLikeNumber(text) {
  const digits = text.replace(/\D/g, "").length;
  return /^[\d\s.+()-]+$/.test(text) && digits >= 9;
}

/**
 * Whether a live call belongs to the list. A text search is left to the server: nothing is put in
 * that might not belong.
 *
 * @param {any} call @param {Filters} filters
 */
export function matches(call, filters) {
  if (filters.q) return false;
  const { from, to } = instantsOf({ from: filters.from, to: filters.to }, boot.timezone);
  return (!filters.direction || call.direction === filters.direction)
    && (!filters.state || call.state === filters.state)
    && (!filters.agent || call.agent_id === filters.agent || call.parts?.some((/** @type {any} */ part) => part.agent_id === filters.agent))
    && (!filters.queue || call.queue_id === filters.queue)
    && (!filters.has_recording || (call.recording?.state === "verified") === (filters.has_recording === "true"))
    && (!from || call.started_at >= from) && (!to || call.started_at < to);
}
