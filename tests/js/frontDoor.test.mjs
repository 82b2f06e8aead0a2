import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, exitsOf, insertStep, moveUp, removeStep, stepOf } from "../../static/js/pages/frontDoor/draft.js";

const step = (id, kind, more) => ({ id, kind, prompt: {}, ...more });
const flow = () => ({
  start: "a",
  steps: [
    step("a", "greeting", { next: "b" }), step("b", "recording", { next: "m" }),
    step("m", "menu", { keys: [{ key: "1", next: "q" }], no_input: "v", invalid: null, queues_next: null }),
    step("q", "queue", { nobody: "v", full: "v", closed: null }), step("v", "voicemail"), step("x", "say"),
  ],
});

test("a flow is drawn as callers meet it, each step once, what nobody meets last", () => {
  const rows = drawn(flow());
  assert.deepEqual(rows.map((row) => [row.step.id, row.depth, row.isLost]), [["a", 0, false], ["b", 0, false], ["m", 0, false], ["q", 1, false], ["v", 2, false], ["x", 0, true]]);
  assert.equal(rows[3].via.key, "1");
  assert.equal(drawn({ start: "a", steps: [step("a", "greeting", { next: "a" })] }).length, 1, "a circle ends");
});

test("a new step stands where it is put, and what was there comes after it", () => {
  const [grown, made] = insertStep(flow(), "m", "keys.0", "greeting");
  assert.equal(stepOf(grown, "m").keys[0].next, made);
  assert.equal(stepOf(grown, made).next, "q");
  const [first, hours] = insertStep(flow(), null, "start", "hours");
  assert.equal(first.start, hours);
  assert.equal(stepOf(first, hours).open, "a");
});

test("what led to a removed step leads to where it went", () => {
  const left = removeStep(flow(), "a");
  assert.equal(left.start, "b");
  assert.deepEqual(exitsOf(stepOf(removeStep(flow(), "q"), "m")).find((one) => one.key === "1").target, "v");
  assert.equal(stepOf(removeStep(flow(), "v"), "q").full, null);
});

test("two steps in a line change places", () => {
  const moved = moveUp(flow(), "b");
  assert.deepEqual([moved.start, stepOf(moved, "b").next, stepOf(moved, "a").next], ["b", "a", "m"]);
  assert.deepEqual(moveUp(flow(), "m"), flow(), "a menu branches: it stays");
});
