// @ts-check
/** My work: live calls, calls in wrap-up, and those that the timer closed without an outcome. */
import { computed, signal } from "@preact/signals";
import { get, post } from "../lib/api.js";
import { onEvent } from "./events.js";
import { me } from "./session.js";
import { isNewer } from "./versions.js";

/** @typedef {Record<string, any> & { id: string, version: number, state: string }} Call the API's call, with `pop` where known */

/** @type {import("@preact/signals").Signal<Call[]>} */
export const calls = signal([]);
/** @type {import("@preact/signals").Signal<string|null>} */
export const selectedCallId = signal(null);
/** Screen pops by call, kept so that a call taken in another tab still knows who it is. @type {Map<string, any>} */
const pops = new Map();

/** @param {Call} call */
export const isLive = (call) => !call.ended_at && ["ringing", "queued", "in_progress"].includes(call.state) && !call.wrap_up;
/** @param {Call} call */
export const isWrapUp = (call) => !!call.wrap_up && !call.wrap_up.ended_at;
/** Closed by the timer with the outcome still missing. @param {Call} call */
export const isUnfinished = (call) => !!call.wrap_up?.is_auto_closed && !call.disposition;

export const liveCall = computed(() => calls.value.find(isLive) || null);
export const wrapUps = computed(() => calls.value.filter(isWrapUp));
export const unfinished = computed(() => calls.value.filter((call) => !isWrapUp(call) && isUnfinished(call)));
export const selectedCall = computed(() => calls.value.find((call) => call.id === selectedCallId.value) || null);

/** @param {string|null} callId */
export const selectCall = (callId) => { selectedCallId.value = callId; };

/** @param {string} callId @param {any} pop */
export function rememberPop(callId, pop) {
  pops.set(callId, pop);
  const call = calls.value.find((one) => one.id === callId);
  if (call && call.pop !== pop) replace({ ...call, pop });
}

/** Calls I accepted in any tab. Until my phone has answered, the call's `agent_id` is still empty. @type {Set<string>} */
const taken = new Set();

/** @param {string} callId */
export const markTaken = (callId) => { taken.add(callId); };

/** @param {Call} call */
function belongsHere(call) {
  const holder = call.handler_id || (call.is_between ? "nobody" : call.agent_id); // who spoke last may have passed it on
  const isMine = holder === me.value?.id || (!holder && taken.has(call.id)) || call.transfer?.taken_by_id === me.value?.id;
  return isMine && (isLive(call) || isWrapUp(call) || isUnfinished(call));
}

/** My phone could not be reached: the caller is back in line. @returns {Call|undefined} the call that was lost */
export function dropUnanswered() {
  const lost = calls.value.find((call) => isLive(call) && !call.answered_at && !call.agent_id);
  if (!lost) return undefined;
  taken.delete(lost.id);
  remove(lost.id);
  return lost;
}

/** An offer of mine ended without me keeping the call. @param {string} callId */
export function dropTaken(callId) {
  if (!taken.delete(callId)) return;
  const call = calls.value.find((one) => one.id === callId);
  if (call && !call.wrap_up) remove(callId);
}

/** @param {Call|null|undefined} incoming */
export function applyCall(incoming) {
  if (!incoming) return;
  const known = calls.value.find((one) => one.id === incoming.id);
  if (!isNewer(known, incoming)) return;
  const merged = { ...known, ...incoming, pop: incoming.pop || known?.pop || pops.get(incoming.id) || null };
  if (belongsHere(merged)) replace(merged);
  else if (known) remove(known.id);
}

/** @param {Call[]} list */
export function resetCalls(list) {
  calls.value = list.map((call) => ({ ...call, pop: call.pop || pops.get(call.id) || null }));
  if (!selectedCall.value) selectNext();
}

/** @param {Call} call */
function replace(call) {
  const isNew = !calls.value.some((one) => one.id === call.id);
  calls.value = isNew ? [call, ...calls.value] : calls.value.map((one) => (one.id === call.id ? call : one));
  if (isNew && (isLive(call) || !selectedCall.value)) selectCall(call.id);
}

/** @param {string} callId */
function remove(callId) {
  calls.value = calls.value.filter((one) => one.id !== callId);
  if (selectedCallId.value === callId) selectNext();
}

const selectNext = () => selectCall((liveCall.value || wrapUps.value[0] || calls.value[0])?.id ?? null);

/** The next or previous piece of work. @param {1|-1} step */
export function selectStep(step) {
  const list = calls.value;
  if (!list.length) return;
  const at = list.findIndex((call) => call.id === selectedCallId.value);
  selectCall(list[(at + step + list.length) % list.length].id);
}

/** @param {string} callId @param {boolean} held */
export const hold = async (callId, held) => applyCall(await post(`/calls/${callId}/hold`, { is_held: held }));
/** @param {string} callId */
export const hangUp = async (callId) => applyCall(await post(`/calls/${callId}/hang-up`));
/** @param {string} callId @param {{ disposition: string, notes?: string, next_step?: any, customer?: any }} outcome */
export const saveWrapUp = async (callId, outcome) => applyCall(await post(`/calls/${callId}/wrap-up`, outcome));
/** @param {string} callId */
export const extendWrapUp = async (callId) => applyCall(await post(`/calls/${callId}/wrap-up/extend`));
/** Say who the caller was: a known person, or nobody of the list. @param {string} callId @param {{ customer_id: string|null }|{ display_name: string }} choice */
export const chooseCustomer = async (callId, choice) => applyCall(await post(`/calls/${callId}/customer`, choice));
/** @param {string} callId */
export const refetchCall = async (callId) => applyCall(await get(`/calls/${callId}`));
/** Put an unfinished call away on this screen; it stays flagged in the log. @param {string} callId */
export const putAway = (callId) => remove(callId);

onEvent("call.updated", (data) => applyCall(data.call));
