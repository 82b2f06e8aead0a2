/** The wallboard as of this second. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asOfNow, clockOf, slotsToShow, stateBy, withLine, worstOf } from "../../static/js/pages/supervisor/board.js";

const AT = "2026-03-24T03:00:00.000Z";
const queue = {
  id: "q1", oldest_at: "2026-03-24T02:59:00.000Z", limits: { waiting_warn: 2, waiting_late: 4, longest_wait_warn: 60, longest_wait_late: 120 },
  figures: { waiting: { code: "waiting", value: 1, state: "ok", unit: "calls" }, longest_wait: { code: "longest_wait", value: 60, state: "warn", unit: "seconds" } },
};

test("a wait grows by the second and turns red past its limit", () => {
  const at = (seconds) => asOfNow(queue, undefined, AT, Date.parse(AT) + seconds * 1000).figures.longest_wait;
  assert.deepEqual([at(0).value, at(0).state], [60, "warn"]);
  assert.deepEqual([at(60).value, at(60).state], [120, "late"]);
});

test("of two the later line counts, and an older one than the report does not", () => {
  const line = { queue_id: "q1", waiting: 4, oldest_at: null, as_of: "2026-03-24T03:00:05.000Z" };
  const late = { ...line, waiting: 9, as_of: "2026-03-24T02:00:00.000Z" };
  assert.deepEqual(withLine({ q1: line }, late), { q1: line });
  const shown = asOfNow(queue, line, AT, Date.parse(AT));
  assert.deepEqual([shown.figures.waiting.value, shown.figures.waiting.state, shown.figures.longest_wait.value], [4, "late", 0]);
  assert.equal(worstOf(shown), "late");
  assert.equal(asOfNow(queue, late, AT, Date.parse(AT)).figures.waiting.value, 1);
});

test("without limits nothing is coloured", () => assert.equal(stateBy(99, undefined, undefined), "none"));

test("the day shows office hours and every slot in which something happened", () => {
  const slots = Array.from({ length: 48 }, () => [0, 0]);
  assert.deepEqual([slotsToShow(slots, 30).first, slotsToShow(slots, 30).slots.length], [16, 20]);
  slots[12] = [1, 0];
  slots[40] = [0, 2];
  const shown = slotsToShow(slots, 30);
  assert.deepEqual([clockOf(shown.first, 30), clockOf(shown.first + shown.slots.length, 30)], ["06:00", "20:30"]);
});
