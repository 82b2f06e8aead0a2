import assert from "node:assert/strict";
import { test } from "node:test";
import { createSequence } from "../../static/js/lib/sequence.js";

const event = (seq, type = "x") => ({ seq, type, at: "", data: seq });

function sequence(after) {
  const delivered = [];
  const gaps = [];
  const made = createSequence({ deliver: (one) => delivered.push(one.data), onGap: (last) => gaps.push(last) });
  if (after !== undefined) made.startAfter(after);
  return { ...made, delivered, gaps, made };
}

test("events in order are delivered once each", () => {
  const { made, delivered, gaps } = sequence(4);
  [5, 6, 6, 5, 7].forEach((seq) => made.accept(event(seq)));
  assert.deepEqual(delivered, [5, 6, 7]);
  assert.deepEqual(gaps, []);
});

test("what comes too early waits for the gap to be filled, and the gap is reported", () => {
  const { made, delivered, gaps } = sequence(0);
  [1, 4, 3].forEach((seq) => made.accept(event(seq)));
  assert.deepEqual(delivered, [1]);
  assert.deepEqual(gaps, [1, 1]);
  made.accept(event(2));
  assert.deepEqual(delivered, [1, 2, 3, 4]);
  assert.equal(made.hasGap, false);
});

test("events that arrive before the snapshot are held, and those it contains are dropped", () => {
  const { made, delivered } = sequence();
  [9, 10, 11].forEach((seq) => made.accept(event(seq)));
  assert.deepEqual(delivered, []);
  made.startAfter(9);
  assert.deepEqual(delivered, [10, 11]);
});

test("a resync starts anew from the snapshot's number", () => {
  const { made, delivered } = sequence(3);
  made.pause();
  made.accept(event(40));
  made.startAfter(39);
  made.accept(event(41));
  assert.deepEqual(delivered, [40, 41]);
});

test("figures without a number pass at once, also while a snapshot is on its way", () => {
  const { made, delivered } = sequence();
  made.accept({ seq: null, type: "queue.updated", at: "", data: "figures" });
  assert.deepEqual(delivered, ["figures"]);
});
