import { answerWith, pause, requests } from "./page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { toasts } from "../../static/js/lib/toasts.js";
import { move } from "../../static/js/pages/leads/verbs.js";

const stage = (id) => ({ id, kind: "open", label_vi: id, label_en: id });
const sent = () => requests.filter((one) => one.method === "PATCH").map((one) => [one.body.stage, one.headers["If-Match"]]);

/** A server that keeps one lead, answers slowly, and refuses an old version. */
function keep(version) {
  const kept = { id: "led_1", version, stage: "new" };
  answerWith(async ({ body, headers }) => {
    await pause();
    if (headers["If-Match"] !== `"${kept.version}"`) return { status: 412, body: { error: { code: "stale", message: "", details: {} } } };
    Object.assign(kept, { version: kept.version + 1, stage: body.stage });
    return { status: 200, body: { ...kept } };
  });
  return kept;
}

test("a card that is moved twice in a row goes on from the first move's version", async () => {
  requests.length = 0;
  const kept = keep(3);
  let shown = { id: "led_1", version: 3, stage: "new", customer_name: "Hoa" };
  const pictures = [];
  const show = (lead) => { shown = lead; pictures.push(lead.stage); };
  const first = move(shown, stage("contacted"), show);
  const second = move(shown, stage("quoted"), show);
  await Promise.all([first, second]);
  assert.deepEqual(sent(), [["contacted", '"3"'], ["quoted", '"4"']]);
  assert.deepEqual([kept.stage, shown.stage, shown.version], ["quoted", "quoted", 5]);
  assert.deepEqual(pictures, ["contacted", "quoted", "quoted"], "the card does not jump back in between");
  assert.equal(toasts.value.filter((one) => one.kind === "late").length, 0);
});

test("a refused move puts the card back, and the next one asks anew", async () => {
  keep(9);
  const lead = { id: "led_1", version: 3, stage: "new", customer_name: "Hoa" };
  let shown = lead;
  assert.equal(await move(lead, stage("quoted"), (one) => { shown = one; }), null);
  assert.equal(shown.stage, "new");
  assert.equal((await move({ ...lead, version: 9 }, stage("quoted"), (one) => { shown = one; })).version, 10);
});
