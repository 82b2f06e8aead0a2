import assert from "node:assert/strict";
import { test } from "node:test";
import { parseWhen, wallClock } from "../../static/js/lib/zoned.js";

const NOW = Date.parse("2025-11-22T03:00:00Z"); // 10:00 in Ho Chi Minh City

test("a promised time is read in the company's zone", () => {
  assert.equal(parseWhen("24/11/2025 9:00", NOW), "2025-11-24T02:00:00.000Z");
  assert.equal(parseWhen("24/11 09:30", NOW), "2025-11-24T02:30:00.000Z");
  assert.equal(parseWhen("24-11 9h", NOW), "2025-11-24T02:00:00.000Z");
});

test("a bare time is today's, or tomorrow's when it is over", () => {
  assert.equal(parseWhen("11:00", NOW), "2025-11-22T04:00:00.000Z");
  assert.equal(parseWhen("9h30", NOW), "2025-11-23T02:30:00.000Z");
});

test("a date without a year is the next such date", () => {
  assert.equal(parseWhen("02/01 08:00", NOW), "2026-01-02T01:00:00.000Z");
});

test("what is no time, no day or behind us is refused", () => {
  for (const text of ["", "mai", "25:00", "31/02 9:00", "24/13 9:00", "01/01/2020 9:00", "9:99"]) assert.equal(parseWhen(text, NOW), null, text);
});

test("a wall clock of another day crosses the end of a month", () => {
  assert.equal(wallClock(Date.parse("2025-11-30T03:00:00Z"), 1, 9), "2025-12-01T02:00:00.000Z");
});
