// @ts-check
/** Rings meant for me. An offer that was closed never comes back, however late its pop arrives. */
import { computed, signal } from "@preact/signals";
import { ApiError, post } from "../lib/api.js";
import { second, serverNow } from "../lib/clock.js";
import { applyCall, dropTaken, markTaken, rememberPop, selectCall } from "./calls.js";
import { onEvent, publish } from "./events.js";

/**
 * @typedef {{ id: string, ref_id: string, kind: string, state: string, expires_at: string, created_at?: string, pop?: any,
 *   ringSeconds?: number, busy?: "accepting"|"declining"|null }} Offer
 */

/** @type {import("@preact/signals").Signal<Offer[]>} */
const all = signal([]);
/** Ids of offers that are over, and how; ours alone, so a small map. @type {Map<string, string>} */
const closed = new Map();
/** Offers accepted by me in any tab: the softphone answers their leg. */
export const acceptedOfferIds = signal(/** @type {Set<string>} */ (new Set()));

const GRACE_MS = 3_000; // the server's word comes first; a lost one must not leave a dead card

/** Those still worth showing. */
export const offers = computed(() => all.value.filter((offer) => Date.parse(offer.expires_at) + GRACE_MS > second.value));
export const isRinging = computed(() => offers.value.length > 0);

/** How long it rings in all, by its own times. @param {any} offer */
function secondsOfRing({ created_at: createdAt, expires_at: expiresAt }) {
  const startMs = createdAt ? Date.parse(createdAt) : serverNow();
  return Math.max(1, Math.round((Date.parse(expiresAt) - startMs) / 1000));
}

/** The call that an offer is about: a consultation's own reference is another. @param {Offer} offer */
const callOf = (offer) => offer.pop?.call_id || offer.ref_id;

/** @param {any} incoming an offer, or a part of one with its id */
function applyOffer(incoming) {
  if (!incoming?.id || closed.has(incoming.id)) return;
  if (incoming.state && incoming.state !== "pending") return void close(incoming.id, incoming.state);
  const known = all.value.find((offer) => offer.id === incoming.id);
  const merged = { state: "pending", busy: null, ...known, ...incoming, pop: incoming.pop || known?.pop };
  merged.ringSeconds ??= merged.pop?.ring_seconds ?? secondsOfRing(merged);
  all.value = known ? all.value.map((offer) => (offer.id === merged.id ? merged : offer)) : [...all.value, merged];
  if (merged.pop) rememberPop(callOf(merged), merged.pop);
}

/** @param {any} pop the data of a screen_pop event */
function applyPop(pop) {
  rememberPop(pop.call_id, pop);
  if (!pop.offer_id) return;
  applyOffer({ id: pop.offer_id, ref_id: pop.call_id, kind: pop.kind || "call", expires_at: pop.expires_at, ringSeconds: pop.ring_seconds, pop });
}

/** @param {string} offerId @param {string} state */
function close(offerId, state) {
  closed.set(offerId, state);
  if (state === "accepted") acceptedOfferIds.value = new Set([...acceptedOfferIds.value, offerId]);
  all.value = all.value.filter((offer) => offer.id !== offerId);
}

/** @param {Offer[]} list pending offers of a snapshot */
export function resetOffers(list) {
  all.value = all.value.filter((offer) => list.some((one) => one.id === offer.id));
  list.forEach(applyOffer);
}

/** @param {string} offerId @param {Offer["busy"]} busy */
const mark = (offerId, busy) => { all.value = all.value.map((offer) => (offer.id === offerId ? { ...offer, busy } : offer)); };

/** Take the call. @param {Offer} offer @throws {ApiError} when it is too late, after closing the card */
export async function accept(offer) {
  mark(offer.id, "accepting");
  // Before the server answers: the carrier may ring the softphone first.
  acceptedOfferIds.value = new Set([...acceptedOfferIds.value, offer.id]);
  try {
    const answer = await post(`/offers/${offer.id}/accept`);
    close(offer.id, "accepted");
    markTaken(callOf(offer));
    const callId = answer.call?.id || callOf(offer); // calling somebody back makes a call of its own
    if (offer.pop) rememberPop(callId, offer.pop);
    applyCall(answer.call);
    selectCall(callId);
    return answer.call;
  } catch (error) {
    acceptedOfferIds.value = new Set([...acceptedOfferIds.value].filter((id) => id !== offer.id));
    afterFailure(offer, error);
    throw error;
  }
}

/** @param {Offer} offer @param {string} [reason] */
export async function decline(offer, reason) {
  mark(offer.id, "declining");
  try {
    await post(`/offers/${offer.id}/decline`, reason ? { reason } : {});
    close(offer.id, "declined");
  } catch (error) {
    afterFailure(offer, error);
    throw error;
  }
}

/** @param {Offer} offer @param {any} error */
function afterFailure(offer, error) {
  const isOver = error instanceof ApiError && [404, 409].includes(error.status);
  if (isOver) close(offer.id, error.details?.state || "canceled");
  else mark(offer.id, null);
}

/** Supervisors also hear of other people's rings: those carry no number of ours. @param {any} envelope */
const isOurs = (envelope) => envelope.seq !== null && envelope.seq !== undefined;

onEvent("screen_pop", (data, envelope) => isOurs(envelope) && applyPop(data));
onEvent("offer.created", (data, envelope) => isOurs(envelope) && applyOffer(data.offer));
onEvent("offer.closed", (data, envelope) => {
  if (!isOurs(envelope)) return;
  const known = all.value.find((offer) => offer.id === data.id);
  const wasHere = known && !closed.has(data.id) && !known.busy;
  close(data.id, data.state);
  if (data.state === "accepted") markTaken(data.ref_id);
  else dropTaken(data.ref_id);
  // The shell says in a few words why a card went away that nobody touched in this tab.
  if (wasHere) publish({ type: "local.ring_over", data });
});
