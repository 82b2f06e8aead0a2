import assert from "node:assert/strict";
import { test } from "node:test";
import { changeNode, depthOf, isComplete, leavesOf, makeFact, makeGroup, makeTest, nodeAt, readRules, valueKind, withoutEmptyGroups, withOp, writeRules } from "../../static/js/pages/segments/tree.js";

const SPENT = { field: "spent", op: "gte", value: 5 };
const KNOWN = { field: "company", op: "not_empty" };
const CALLS = { fact: "call", count: ">= 2", where: { rating: "<= 3" }, within_days: 30 };

test("rules go into the builder and come back the same", () => {
  const rules = [
    { all: [] }, { all: [SPENT, { any: [KNOWN, CALLS] }] }, { not: { any: [SPENT, KNOWN] } }, { not: { all: [SPENT, KNOWN] } },
    { any: [{ not: { any: [CALLS] } }, { all: [SPENT] }] },
  ];
  for (const one of rules) assert.deepEqual(writeRules(readRules(one)).rules, one);
  assert.deepEqual(writeRules(readRules(SPENT)).rules, { all: [SPENT] }, "a leaf alone stands in a group");
  assert.deepEqual(writeRules(readRules({ not: SPENT })).rules, { not: { any: [SPENT] } });
  assert.deepEqual(writeRules(readRules(null)).rules, { all: [] });
});

test("a place that the server names leads to the rule that stands there", () => {
  const root = readRules({ all: [SPENT, { not: { any: [KNOWN, CALLS] } }] });
  const { places } = writeRules(root);
  const inner = root.parts[1];
  assert.equal(nodeAt(places, "rules.all[0].value"), root.parts[0].id);
  assert.equal(nodeAt(places, "rules.all[1].not.any[1].where.rating"), inner.parts[1].id);
  assert.equal(nodeAt(places, "rules.all[1].not.any"), inner.id);
  assert.equal(nodeAt(places, "elsewhere"), null);
});

test("a change reaches one rule and leaves the others as they are", () => {
  const root = readRules({ all: [SPENT, { any: [KNOWN] }] });
  const [first, group] = root.parts;
  const changed = changeNode(root, group.parts[0].id, () => null);
  assert.equal(changed.parts[0], first);
  assert.deepEqual(writeRules(withoutEmptyGroups(changed)).rules, { all: [SPENT] });
  assert.equal(changeNode(root, 10_000_000, () => null), root);
});

test("empty groups are left out, however deep", () => {
  const root = makeGroup("all", [makeGroup("any", [makeGroup("none")]), makeFact("call")]);
  assert.deepEqual(writeRules(withoutEmptyGroups(root)).rules, { all: [{ fact: "call", count: ">= 1", within_days: 30 }] });
});

test("negative groups count as two levels, as the server counts", () => {
  assert.equal(depthOf(readRules({ all: [SPENT] })), 2);
  assert.equal(depthOf(readRules({ not: { any: [SPENT] } })), 3);
});

test("another comparison keeps the value only where it can mean the same", () => {
  const leaf = { ...makeTest({ name: "birthday", type: "date" }, []), value: 7 };
  assert.equal(withOp(leaf, "date", "older_days").value, 7);
  assert.equal(withOp(leaf, "date", "before").value, undefined);
  assert.equal(valueKind("moment", "between"), "date_pair");
  assert.equal(valueKind("multi_choice", "any"), "choice");
});

test("a rule is complete when it says all that it must", () => {
  assert.equal(isComplete({ id: 1, field: "x", op: "empty" }), true);
  assert.equal(isComplete({ id: 1, field: "x", op: "in", value: [] }), false);
  assert.equal(isComplete({ id: 1, field: "x", op: "is", value: false }), true);
  assert.equal(isComplete({ id: 1, field: "x", op: "between", value: [1, null] }), false);
  assert.equal(leavesOf(readRules({ any: [SPENT, { all: [CALLS] }] })).length, 2);
});
