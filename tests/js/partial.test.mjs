// Live events that only name what changed, to a role that does not see everybody's customers.
import { answerWith, pause, requests } from "./page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { onEvent } from "../../static/js/store/events.js";
import { missedCount } from "../../static/js/store/missed.js";
import { fill } from "../../static/js/store/partial.js";

const partial = (type, data) => fill({ type, data: { ...data, is_partial: true } });
const heard = (type) => {
  const all = [];
  onEvent(type, (data) => all.push(data));
  return all;
};

test("what changed is fetched, once for several events in a row, and told as to everybody else", async () => {
  answerWith(({ path }) => ({ body: { id: path.split("/").at(-1), version: 3 } }));
  const told = heard("call.updated");
  partial("call.updated", { id: "cal_1" });
  partial("call.updated", { id: "cal_1" });
  await pause(400);
  assert.deepEqual(told, [{ call: { id: "cal_1", version: 3 } }]);
  assert.equal(requests.filter(({ path }) => path === "/calls/cal_1").length, 1);
});

test("what another team has now is said to be outside, and nothing else is told of it", async () => {
  answerWith(({ path }) => (path.endsWith("/counts") ? { body: { open: 2 } } : { status: 403, body: { error: { code: "outside_reach", message: "" } } }));
  const [told, gone] = [heard("missed.updated"), heard("outside")];
  partial("missed.updated", { id: "mis_1" });
  await pause(400);
  assert.deepEqual([told, gone, missedCount.value], [[], [{ id: "mis_1" }], 2]);
});
