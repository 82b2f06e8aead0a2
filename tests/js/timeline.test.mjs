import assert from "node:assert/strict";
import { test } from "node:test";
import { dropItem, putItem } from "../../static/js/timeline/merge.js";

const item = (ref, at, more = {}) => ({ id: `tli_${ref}`, kind: "note", ref_id: ref, occurred_at: at, data: {}, ...more });
const shown = [item("c", "2026-03-03"), item("a", "2026-03-01")];
const refs = (items) => items.map((one) => one.ref_id).join("");

test("a new item stands in its place by time", () => {
  assert.equal(refs(putItem(shown, item("d", "2026-03-04"))), "dca");
  assert.equal(refs(putItem(shown, item("b", "2026-03-02"))), "cba");
});

test("an item that is shown already is changed where it stands, and never twice", () => {
  const changed = putItem(shown, item("a", "2026-03-01", { data: { text: "anders" } }));
  assert.equal(refs(changed), "ca");
  assert.equal(changed[1].data.text, "anders");
});

test("an item older than what is shown waits for its page while there are more", () => {
  assert.equal(putItem(shown, item("0", "2026-02-01"), { isComplete: false }), shown);
  assert.equal(refs(putItem(shown, item("0", "2026-02-01"), { isComplete: true })), "ca0");
});

test("an item of another kind with the same reference is another item", () => {
  assert.equal(refs(putItem(shown, item("a", "2026-03-05", { kind: "task" }))), "aca");
  assert.equal(refs(dropItem(shown, { kind: "task", ref_id: "a" })), "ca");
  assert.equal(refs(dropItem(shown, { kind: "note", ref_id: "a" })), "c");
});
