import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOfWeek, hoursByPerson, inCell, isDay, isOvernight, leaveOn, mondayOf, shortDay, weekdayOf } from "../../static/js/pages/schedule/week.js";

test("weeks begin on Monday, over months and years", () => {
  assert.equal(mondayOf("2026-11-29"), "2026-11-23");
  assert.equal(mondayOf("2026-11-23"), "2026-11-23");
  assert.equal(mondayOf("2027-01-01"), "2026-12-28");
  assert.deepEqual(daysOfWeek("2026-12-28").slice(3, 5), ["2026-12-31", "2027-01-01"]);
  assert.equal(weekdayOf("2026-11-29"), 6);
  assert.equal(shortDay("2026-11-09"), "09/11");
  assert.equal(shortDay("2026-11-09", true), "09/11/2026");
});

test("only days that exist are taken from an address", () => {
  for (const wrong of ["2026-02-30", "2026-13-01", "23/11/2026", "", null, undefined, "2026-11-23T00:00"]) assert.equal(isDay(wrong), false, String(wrong));
  assert.equal(isDay("2028-02-29"), true);
});

test("hours that end at or before their start end on the next day", () => {
  assert.equal(isOvernight("22:00", "06:00"), true);
  assert.equal(isOvernight("08:00", "08:00"), true);
  assert.equal(isOvernight("08:00", "17:00"), false);
  assert.equal(isOvernight("16:00", "24:00"), false);
});

test("what rests on a holiday is no hour of work, and leave is found on each of its days", () => {
  const at = (from, to, rests = false) => ({ user_id: "u", day: from.slice(0, 10), starts_at: from, ends_at: to, rests });
  const all = [at("2026-11-23T01:00:00Z", "2026-11-23T09:30:00Z"), at("2026-11-24T01:00:00Z", "2026-11-24T09:00:00Z", true)];
  assert.deepEqual(hoursByPerson(all), { u: 8.5 });
  assert.equal(inCell(all, "u", "2026-11-24").length, 1);
  const leave = [{ user_id: "u", first_day: "2026-11-24", last_day: "2026-11-25" }];
  assert.deepEqual(["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"].map((day) => leaveOn(leave, "u", day).length), [0, 1, 1, 0]);
});
