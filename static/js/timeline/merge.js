// @ts-check
/** Live calls into a timeline: the card of a call is filled in, or put on top when it is new. Never two cards of one call. */
import { applyToCall } from "../pages/merge.js";

/** @typedef {{id: string, kind: string, ref_id: string, occurred_at: string, data: any}} Item */

/**
 * @param {Item[]} items newest first
 * @param {"call.updated"|"recording.ready"|"rating.created"} type @param {any} data
 * @returns {Item[]} the same list when nothing in it changed
 */
export function applyToItems(items, type, data) {
  let hasChanged = false;
  const updated = items.map((item) => {
    if (item.kind !== "call") return item;
    const call = applyToCall(item.data, type, data);
    hasChanged ||= call !== item.data;
    return call === item.data ? item : { ...item, data: call };
  });
  return hasChanged ? updated : items;
}

/**
 * @param {Item[]} items @param {any} call
 * @returns {Item[]} with the call's card in its place by time, if it had none
 */
export function addCall(items, call) {
  if (items.some((item) => item.kind === "call" && item.ref_id === call.id)) return items;
  const card = { id: `live-${call.id}`, kind: "call", channel: "phone", ref_id: call.id, occurred_at: call.started_at, summary: "",
    agent_id: call.agent_id, agent_name: call.agent_name, data: call };
  return [...items, card].sort((a, b) => b.occurred_at.localeCompare(a.occurred_at));
}

/**
 * @param {Item[]} items newest first @param {Item} item @param {{isComplete?: boolean}} [list] whether all there is, is shown
 * @returns {Item[]} with the item in its place; one older than all that is shown waits for its page
 */
export function putItem(items, item, { isComplete = true } = {}) {
  const others = items.filter((one) => one.kind !== item.kind || one.ref_id !== item.ref_id);
  const place = others.findIndex((one) => one.occurred_at < item.occurred_at);
  if (place < 0 && !isComplete && others.length === items.length) return items;
  return place < 0 ? [...others, item] : [...others.slice(0, place), item, ...others.slice(place)];
}

/** @param {Item[]} items @param {{kind: string, ref_id: string}} gone */
export const dropItem = (items, gone) => items.filter((one) => one.kind !== gone.kind || one.ref_id !== gone.ref_id);

/** @param {Item[]} items @param {Item} item */
export const addItem = (items, item) => [item, ...items.filter((one) => one.id !== item.id)];
