import { answerWith, pause, requests } from "./page.mjs";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as notes from "../../static/js/store/notes.js";
import { me } from "../../static/js/store/session.js";

me.value = { id: "usr_1", name: "Lan", email: "", role: "agent", locale: "vi", theme: "auto" };
const stored = (callId) => JSON.parse(localStorage.getItem(`cc:note:usr_1:${callId}:only`));
let number = 0;
let call = "";

beforeEach(() => {
  call = `cal_${++number}`;
  requests.length = 0;
  localStorage.clear();
});

const draft = (text, version) => ({ text, version, saved_at: "2025-11-22T10:02:11.000Z" });

test("what is typed is kept here at once and saved with its version", async () => {
  answerWith(({ body }) => ({ body: draft(body.text, body.version + 1) }));
  notes.applyDraft(call, draft("", 0));
  notes.typeNote(call, "Đơn 1042");
  assert.deepEqual(stored(call), { text: "Đơn 1042", version: 0 });
  assert.equal(await notes.saveNote(call), true);
  assert.deepEqual(requests.at(-1).body, { text: "Đơn 1042", version: 0 });
  assert.equal(notes.noteOf(call).version, 1);
  assert.equal(stored(call), null);
});

test("without a connection the text waits in this browser", async () => {
  answerWith(() => { throw new TypeError("no network"); });
  notes.applyDraft(call, draft("", 0));
  notes.typeNote(call, "Khi mất mạng");
  assert.equal(await notes.saveNote(call), false);
  assert.equal(notes.noteOf(call).state, "waiting");
  assert.equal(stored(call).text, "Khi mất mạng");
  notes.forgetNote(call);
});

test("after a reload the unsaved text is taken up and sent on the version it was based on", async () => {
  answerWith(({ body }) => ({ body: draft(body.text, body.version + 1) }));
  localStorage.setItem(`cc:note:usr_1:${call}:closed`, JSON.stringify({ text: "Chưa gửi", version: 3 }));
  notes.applyDraft(call, draft("Bản cũ", 3));
  await pause(30);
  assert.deepEqual(requests.at(-1).body, { text: "Chưa gửi", version: 3 });
  assert.equal(notes.noteOf(call).state, "saved");
});

test("another tab's newer text is shown, unless one is typing here: then the agent chooses", async () => {
  notes.applyDraft(call, draft("một", 1));
  notes.applyDraft(call, draft("hai", 2));
  assert.equal(notes.noteOf(call).text, "hai");

  answerWith(({ body }) => (body.version === 2 ? { status: 409, body: { error: { code: "version_conflict", message: "", details: { text: "của thẻ kia", version: 3 } } } } : { body: draft(body.text, body.version + 1) }));
  notes.typeNote(call, "của tôi");
  notes.applyDraft(call, draft("của thẻ kia", 3));
  assert.equal(notes.noteOf(call).text, "của tôi");
  assert.equal(await notes.saveNote(call), false);
  assert.equal(notes.noteOf(call).state, "conflict");
  notes.settleConflict(call, "both");
  await pause(30);
  assert.deepEqual(requests.at(-1).body, { text: "của thẻ kia\ncủa tôi", version: 3 });
  assert.equal(notes.noteOf(call).state, "saved");
});

test("an older draft never replaces a newer one", () => {
  notes.applyDraft(call, draft("mới", 5));
  notes.applyDraft(call, draft("cũ", 4));
  assert.equal(notes.noteOf(call).text, "mới");
});
