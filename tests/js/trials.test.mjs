import assert from "node:assert/strict";
import { test } from "node:test";
import { asWritten, changesSomething, comparison, difference, FIGURES, minuteOf, newVariant, timeOf, variantBody } from "../../static/js/pages/trials/model.js";

test("a variant is sent without what was left empty, numbers as numbers", () => {
  const form = { ...newVariant("A"), rules: { strategy: "", ring_seconds: "30", sticky_seconds: "0" }, capacity: { call: "", chat: "2" }, extra: [{ count: "2", starts_minute: 480, ends_minute: 600, like: null }] };
  const body = variantBody(form);
  assert.deepEqual(body.rules, { ring_seconds: 30, sticky_seconds: 0 });
  assert.deepEqual(body.capacity, { chat: 2 });
  assert.equal(body.extra[0].count, 2);
});

test("a variant that changes nothing is known as such", () => {
  assert.equal(changesSomething({ ...newVariant("A"), rules: { strategy: "" } }), false);
  assert.equal(changesSomething({ ...newVariant("A"), without: ["usr_1"] }), true);
});

test("times of the day go there and back", () => {
  for (const [text, minute] of [["00:00", 0], ["08:30", 510], ["23:59", 1439]]) assert.deepEqual([minuteOf(text), timeOf(minute)], [minute, text]);
  assert.equal(timeOf(1440), "00:00");
});

test("more is better of some figures, worse of others, and neither of occupancy", () => {
  const of = (name) => FIGURES.find((one) => one.name === name);
  assert.equal(comparison(of("abandon_rate"), 3.1, 3.2, [2.3, 3.9]), "unchanged", "within its own runs");
  assert.deepEqual([comparison(of("service_level"), 80, 85), comparison(of("average_wait"), 20, 30), comparison(of("occupancy"), 60, 90), comparison(of("p95_wait"), null, 3)], ["better", "worse", "moved", "unchanged"]);
});

test("a difference no larger than the model's own error is not sure", () => {
  const wait = FIGURES.find((one) => one.name === "average_wait");
  assert.equal(comparison(wait, 20, 27, [26, 28], -7.2), "unsure");
  assert.equal(comparison(wait, 20, 27.4, [26, 28], -7.2), "worse");
});

test("differences are those of the figures as written, so that a row adds up", () => {
  const wait = FIGURES.find((one) => one.name === "average_wait");
  assert.deepEqual([asWritten(wait, 12.44), asWritten(wait, 19.66), difference(wait, 12.44, 19.66)], [12.4, 19.7, 7.3]);
  assert.deepEqual([asWritten(wait, 61.4), difference(wait, 61.4, 68.5), difference(wait, null, 3)], [61, 8, null]);
});
