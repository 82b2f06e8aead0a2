// @ts-check
/** Live events into calls that are on screen. Everything is idempotent: an event may come twice, late or early. */
import { isNewer } from "../store/versions.js";

/** @typedef {Record<string, any> & {id: string, version?: number}} Call */

/**
 * The newer call wins; what lists leave out (the transcript) is kept from the fuller one.
 *
 * @param {Call} known @param {Call} incoming @returns {Call}
 */
export function mergeCall(known, incoming) {
  return isNewer(known, incoming) ? { ...known, ...incoming, transcript: incoming.transcript ?? known.transcript } : known;
}

/** @param {Call} call @param {any} recording @returns {Call} */
export const withRecording = (call, recording) => ({ ...call, recording: { ...call.recording, ...recording } });

/**
 * Ratings are unique by kind; the first answer stands.
 *
 * @param {Call} call @param {any} rating @returns {Call}
 */
export function withRating(call, rating) {
  const ratings = call.ratings || [];
  return ratings.some((one) => one.id === rating.id) ? call : { ...call, ratings: [...ratings, rating] };
}

/**
 * Applies one live event to a call, or gives the same object back when the event is not about it.
 *
 * @param {Call} call @param {"call.updated"|"recording.ready"|"rating.created"} type @param {any} data
 */
export function applyToCall(call, type, data) {
  if (type === "call.updated") return data.call.id === call.id ? mergeCall(call, data.call) : call;
  if (type === "recording.ready") return data.call_id === call.id ? withRecording(call, data.recording) : call;
  return data.rating.call_id === call.id ? withRating(call, data.rating) : call;
}
