// @ts-check
/** Ties the stores to the server: one snapshot, then newer events, and again from the start when told so. */
import { batch } from "@preact/signals";
import { get, post } from "../lib/api.js";
import { learnServerTime } from "../lib/clock.js";
import { createConnection } from "../lib/socket.js";
import { resetCalls } from "./calls.js";
import { isLoaded, netState } from "./connection.js";
import { onEvent, publish } from "./events.js";
import { applyDraft } from "./notes.js";
import { resetHands } from "./hands.js";
import { resetMissed } from "./missed.js";
import { resetUnread } from "./notices.js";
import { resetOffers } from "./offers.js";
import { resetPresence } from "./presence.js";
import { applyQueue } from "./queue.js";
import { applySession, isLimited } from "./session.js";

export { onEvent };

/** @returns {Promise<number>} the number of the last event that the snapshot contains */
async function fetchSnapshot() {
  const sentAt = Date.now();
  const snapshot = await get("/console/snapshot");
  learnServerTime(snapshot.server_time, sentAt);
  const wasLoaded = isLoaded.value;
  batch(() => {
    applySession(snapshot);
    resetPresence(snapshot.presence);
    resetCalls(snapshot.calls || []);
    resetOffers(snapshot.offers || []);
    applyQueue(snapshot.queue);
    resetUnread(snapshot.unread);
    resetMissed(snapshot.missed);
    resetHands(snapshot.hands);
    for (const call of snapshot.calls || []) applyDraft(call.id, call.draft || { text: call.notes || "", version: 0 });
    isLoaded.value = true;
  });
  if (wasLoaded) publish({ type: "resync" });
  return snapshot.seq;
}

/** Events whose data is one resource as the API gives it: listeners get it by its name. @type {Record<string, string>} */
const RESOURCES = { "call.updated": "call", "offer.created": "offer", "agent.updated": "presence" };

/** @param {import("../lib/sequence.js").Envelope} envelope */
function receive(envelope) {
  if (envelope.data?.is_partial) return void import("./partial.js").then(({ fill }) => fill(envelope), () => {});
  const name = RESOURCES[envelope.type];
  publish(name && !envelope.data?.[name] ? { ...envelope, data: { [name]: envelope.data } } : envelope);
}

const connection = createConnection({
  fetchSnapshot,
  getTicket: async () => (await post("/socket-tickets")).ticket,
  onEvent: receive,
  onState: (state) => { netState.value = state; },
  onWatched: () => publish({ type: "resync" }), // what happened since the page was read reached nobody here
});

const FORGET_MS = 5000; // a process may go on with the rules before a change for so long

// Other customers may be mine to see now. Not everybody asks in the same moment.
onEvent("teams.updated", ({ team_id }) => {
  if (!team_id || isLimited.value) setTimeout(connection.resync, FORGET_MS * (1 + Math.random()));
});

/** Start once per page. */
export const startLive = () => connection.start();
/** Ask for the live events of one call. @param {string} callId */
export const watchCall = (callId) => connection.watch("call", callId);
/** Ask for the live calls of one customer, whoever handles them. @param {string} customerId */
export const watchCustomer = (customerId) => connection.watch("customer", customerId);
