// @ts-check
/**
 * The only module that knows socket.io. One live connection: a ticket for each attempt, our last number in the handshake
 * so that the server sends what was missed, a heartbeat that finds dead connections and teaches the server's time,
 * `resume` on a gap, and a fresh snapshot when the server says `resync` or a gap stays open.
 */
import { io } from "socket.io-client";
import { learnServerTime } from "./clock.js";
import { createSequence } from "./sequence.js";

const HEARTBEAT_MS = 15_000;
const ACK_MS = 5_000;
const GAP_MS = 2_500;
const WAITS_MS = [250, 1_000, 2_000, 4_000, 8_000];

/**
 * @typedef {"connecting"|"online"|"reconnecting"|"offline"} NetState
 * @param {{ getTicket: () => Promise<string>, fetchSnapshot: () => Promise<number>, onEvent: (envelope: import("./sequence.js").Envelope) => void,
 *   onState: (state: NetState) => void, onWatched: () => void }} options `fetchSnapshot` applies a snapshot and gives its seq;
 *   `onWatched`: what was asked for before the first connection is heard from now on
 */
export function createConnection({ getTicket, fetchSnapshot, onEvent, onState, onWatched }) {
  /** @type {import("socket.io-client").Socket|null} */
  let socket = null;
  let attempts = 0;
  let isStopped = false;
  let wasOnline = false;
  /** What this page asked to hear of, by kind and id. @type {Map<string, Record<string, string>>} */
  const watched = new Map();
  /** @type {Record<string, any>} */
  const timers = {};

  const sequence = createSequence({ deliver: onEvent, onGap: askAgain });

  /** Fetch a snapshot, then connect for what comes after it. */
  async function start() {
    onState("connecting");
    await resync();
    await open();
  }

  async function resync() {
    sequence.pause();
    clearTimeout(timers.gap);
    clearTimeout(timers.resync);
    try {
      sequence.startAfter(await fetchSnapshot());
      attempts = 0;
    } catch {
      attempts += 1;
      timers.resync = setTimeout(resync, waitMs());
    }
  }

  async function open() {
    clearTimeout(timers.retry);
    if (isStopped || socket) return;
    const placeholder = /** @type {any} */ ({});
    socket = placeholder; // one attempt at a time, also while the ticket is on its way
    const ticket = await getTicket().catch(() => null);
    if (socket !== placeholder) return;
    socket = null;
    if (!ticket) return lost();
    // Numbers of a session whose snapshot has not arrived yet are unknown: 0 would replay a whole day.
    const auth = sequence.last ? { ticket, after_seq: sequence.last } : { ticket };
    socket = io({ path: "/socket.io", transports: ["websocket"], reconnection: false, forceNew: true, timeout: 8_000, auth });
    listen(socket);
  }

  /** @param {import("socket.io-client").Socket} current */
  function listen(current) {
    current.on("connect", () => {
      attempts = 0;
      onState("online");
      watched.forEach((wish) => current.emit("watch", wish, ...(wasOnline ? [] : [onWatched])));
      heartbeat();
      // What came to everybody's rooms meanwhile has no number and is not replayed: figures, colleagues' calls.
      if (wasOnline) resync();
      wasOnline = true;
    });
    current.on("disconnect", () => current === socket && lost());
    current.on("connect_error", () => current === socket && lost());
    current.onAny((type, body) => receive(type, body));
  }

  /** @param {string} type @param {any} body */
  function receive(type, body) {
    if (type === "resync") {
      resync();
      return;
    }
    sequence.accept({ type, at: body?.at, seq: body?.seq ?? null, data: body?.data });
    if (!sequence.hasGap) clearTimeout(timers.gap);
  }

  /** @param {number} afterSeq */
  function askAgain(afterSeq) {
    clearTimeout(timers.gap);
    socket?.emit?.("resume", { after_seq: afterSeq });
    timers.gap = setTimeout(() => sequence.hasGap && resync(), GAP_MS);
  }

  /** Says that we are there, measures the clock, and finds both a dead line and an event that never came. */
  function heartbeat(ackMs = ACK_MS) {
    clearTimeout(timers.heartbeat);
    const current = socket;
    if (!current?.connected) return;
    const sentAt = Date.now();
    current.timeout(ackMs).emit("heartbeat", {}, (/** @type {any} */ error, /** @type {any} */ ack) => {
      if (current !== socket) return;
      if (error) return void lost();
      onState("online");
      if (ack?.server_time) learnServerTime(ack.server_time, sentAt);
      if (ack?.seq > sequence.last) timers.late = setTimeout(() => ack.seq > sequence.last && askAgain(sequence.last), 1_000);
      timers.heartbeat = setTimeout(heartbeat, HEARTBEAT_MS);
    });
  }

  function lost() {
    const dead = socket;
    socket = null;
    dead?.removeAllListeners?.();
    dead?.disconnect?.();
    clearTimeout(timers.heartbeat);
    clearTimeout(timers.retry);
    if (isStopped) return;
    onState(navigator.onLine === false ? "offline" : "reconnecting");
    timers.retry = setTimeout(open, waitMs());
    attempts += 1;
  }

  const waitMs = () => WAITS_MS[Math.min(attempts, WAITS_MS.length - 1)] * (0.75 + Math.random() / 2);

  /** Something suggests that the line is up again, or dead: find out now. */
  function probe() {
    if (socket?.connected) heartbeat(2_000);
    else if (!socket) open();
  }

  window.addEventListener("online", () => { attempts = 0; probe(); });
  window.addEventListener("offline", () => { onState("offline"); probe(); });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && probe());

  return {
    start,
    resync,
    /** Ask for the events of one call or customer (the server checks that we may). @param {"call"|"customer"} kind @param {string} id */
    watch(kind, id) {
      if (watched.has(`${kind}:${id}`)) return;
      watched.set(`${kind}:${id}`, { [kind]: id });
      if (socket?.connected) socket.emit("watch", { [kind]: id });
    },
    stop() {
      isStopped = true;
      Object.values(timers).forEach(clearTimeout);
      socket?.disconnect?.();
    },
  };
}
