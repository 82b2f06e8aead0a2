import { answerWith } from "./page.mjs";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startClock, learnServerTime, serverNow } from "../../static/js/lib/clock.js";
import * as calls from "../../static/js/store/calls.js";
import { onEvent, publish } from "../../static/js/store/events.js";
import * as offers from "../../static/js/store/offers.js";
import { missingIn, outcomeOf, pickOutcome } from "../../static/js/store/outcomes.js";
import { applyPresence, presence, resetPresence } from "../../static/js/store/presence.js";
import { dispositions, me } from "../../static/js/store/session.js";
import { addLine } from "../../static/js/store/transcripts.js";

void startClock;
me.value = { id: "usr_1", name: "Lan", email: "", role: "agent", locale: "vi", theme: "auto" };
const soon = () => new Date(Date.now() + 20_000).toISOString();
const call = (extra) => ({ id: "cal_1", version: 1, state: "in_progress", agent_id: "usr_1", answered_at: "2025-11-22T10:00:00Z", ended_at: null, wrap_up: null, disposition: null, ...extra });
const ring = (id, seq = 1) => publish({ type: "offer.created", seq, data: { offer: { id, ref_id: "cal_9", kind: "call", state: "pending", expires_at: soon() } } });
const state = (extra) => ({ agent_id: "usr_1", status: "available", status_since: "", next_status: null, activity: "idle", activity_since: "", is_reachable: true, version: 1, ...extra });

beforeEach(() => {
  calls.resetCalls([]);
  offers.resetOffers([]);
});

test("an older version of a call is dropped", () => {
  calls.applyCall(call({ version: 4, held_at: "x" }));
  calls.applyCall(call({ version: 3, held_at: null }));
  assert.equal(calls.calls.value[0].held_at, "x");
});

test("a call leaves my work when it is wrapped up, and stays when the timer closed it without an outcome", () => {
  calls.applyCall(call({}));
  calls.applyCall(call({ version: 2, state: "completed", ended_at: "x", wrap_up: { ended_at: null } }));
  assert.equal(calls.wrapUps.value.length, 1);
  calls.applyCall(call({ version: 3, state: "completed", ended_at: "x", wrap_up: { ended_at: "y", is_auto_closed: true } }));
  assert.equal(calls.unfinished.value.length, 1);
  calls.applyCall(call({ version: 4, state: "completed", ended_at: "x", disposition: "resolved", wrap_up: { ended_at: "y", is_auto_closed: true } }));
  assert.deepEqual(calls.calls.value, []);
});

test("other people's calls are not my work", () => {
  calls.applyCall(call({ agent_id: "usr_2" }));
  assert.deepEqual(calls.calls.value, []);
});

test("a pop and its offer make one ring, in whichever order they come", () => {
  publish({ type: "screen_pop", seq: 1, data: { offer_id: "off_1", call_id: "cal_9", expires_at: soon(), ring_seconds: 20, identity: { name: "Hoa" } } });
  ring("off_1", 2);
  assert.equal(offers.offers.value.length, 1);
  assert.equal(offers.offers.value[0].pop.identity.name, "Hoa");
  assert.equal(offers.offers.value[0].ringSeconds, 20);
});

test("a closed offer never comes back, however late its pop arrives", () => {
  const over = [];
  const stop = onEvent("local.ring_over", (data) => over.push(data.reason));
  ring("off_2");
  publish({ type: "offer.closed", seq: 2, data: { id: "off_2", ref_id: "cal_9", state: "canceled", reason: "caller_left" } });
  ring("off_2", 3);
  assert.deepEqual(offers.offers.value, []);
  assert.deepEqual(over, ["caller_left"]);
  stop();
});

test("a supervisor's screen does not ring for others: their events carry no number", () => {
  ring("off_3", null);
  assert.deepEqual(offers.offers.value, []);
});

test("accepting shows the call at once, and its ring is gone", async () => {
  ring("off_4");
  answerWith(() => ({ body: { offer: {}, call: call({ id: "cal_9", agent_id: null, answered_at: null, state: "queued" }) } }));
  await offers.accept(offers.offers.value[0]);
  assert.deepEqual(offers.offers.value, []);
  assert.equal(calls.selectedCall.value.id, "cal_9");
  assert.ok(offers.acceptedOfferIds.value.has("off_4"));
});

test("too late: the card closes and the reason is told", async () => {
  ring("off_5");
  answerWith(() => ({ status: 409, body: { error: { code: "offer_closed", message: "", details: { state: "timed_out" } } } }));
  await assert.rejects(offers.accept(offers.offers.value[0]), { code: "offer_closed" });
  assert.deepEqual(offers.offers.value, []);
  assert.ok(!offers.acceptedOfferIds.value.has("off_5"));
});

test("no answer from the server leaves the card, so that one can try again", async () => {
  ring("off_6");
  answerWith(() => { throw new TypeError("no network"); });
  await assert.rejects(offers.accept(offers.offers.value[0]), { code: "offline" });
  assert.equal(offers.offers.value[0].busy, null);
});

test("a call that could not be connected to me leaves my work when I become idle", () => {
  resetPresence(state({ activity: "ringing" }));
  calls.markTaken("cal_1");
  calls.applyCall(call({ agent_id: null, answered_at: null, state: "queued" }));
  assert.equal(calls.calls.value.length, 1);
  applyPresence(state({ version: 2 }));
  assert.deepEqual(calls.calls.value, []);
});

test("presence keeps the newest version, and only mine", () => {
  resetPresence(state({ version: 5 }));
  applyPresence(state({ version: 4, status: "break" }));
  applyPresence(state({ version: 9, status: "break", agent_id: "usr_2" }));
  assert.equal(presence.value.status, "available");
});

test("a partial line is replaced by its final one, and a stored copy is not shown twice", () => {
  let lines = addLine([], { speaker: "agent", start_seconds: 3, text: "Dạ em", isPartial: true });
  lines = addLine(lines, { speaker: "agent", start_seconds: 3, text: "Dạ em chào chị", isPartial: false });
  lines = addLine(lines, { speaker: "agent", start_seconds: 4.2, text: "Dạ em chào chị" });
  lines = addLine(lines, { speaker: "customer", start_seconds: 1, text: "A lô" });
  assert.deepEqual(lines.map((line) => line.text), ["A lô", "Dạ em chào chị"]);
});

test("an outcome with children opens them, and a demanded next step comes and goes with its outcome", () => {
  dispositions.value = [
    { code: "resolved", parent_code: null, position: 1, next_step: null },
    { code: "callback", parent_code: null, position: 2, next_step: "callback" },
    { code: "complaint", parent_code: null, position: 3, next_step: null },
    { code: "complaint_delivery", parent_code: "complaint", position: 4, next_step: null },
  ];
  pickOutcome("cal_7", "complaint");
  assert.equal(missingIn(outcomeOf("cal_7")), "outcome");
  pickOutcome("cal_7", "complaint_delivery");
  assert.equal(missingIn(outcomeOf("cal_7")), null);
  pickOutcome("cal_8", "callback");
  assert.equal(missingIn(outcomeOf("cal_8")), "due");
  pickOutcome("cal_8", "resolved");
  assert.equal(outcomeOf("cal_8").step, null);
});

test("the server's clock is learned from the shortest trip", () => {
  const now = Date.now();
  learnServerTime(new Date(now + 60_000).toISOString(), now, now + 20);
  assert.ok(Math.abs(serverNow() - Date.now() - 60_000) < 50);
  learnServerTime(new Date(now + 60_400).toISOString(), now, now + 1_000);
  assert.ok(Math.abs(serverNow() - Date.now() - 60_000) < 50);
});
