import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "./page.mjs";
import { askedOf, matches, NO_FILTERS } from "../../static/js/pages/calls/filters.js";
import { compare } from "../../static/js/pages/customer/compare.js";
import { emailsOf, identitiesOf } from "../../static/js/pages/customer/fields.js";
import { perWeek, WEEK_MS } from "../../static/js/pages/customer/perWeek.js";
import { guessFields } from "../../static/js/pages/customers/typed.js";
import { createList } from "../../static/js/pages/list.js";
import { applyToCall } from "../../static/js/pages/merge.js";
import { daysOf, instantsOf, periodOf } from "../../static/js/pages/periods.js";
import { addressOf } from "../../static/js/pages/query.js";
import { browserOf } from "../../static/js/pages/settings/browser.js";
import { hoursToShow } from "../../static/js/pages/supervisor/hours.js";
import { waitState, withLiveQueue } from "../../static/js/pages/supervisor/liveFigures.js";
import { statuses } from "../../static/js/store/session.js";
import { countStates, inOrder, withPresence } from "../../static/js/pages/supervisor/presence.js";
import { fitting } from "../../static/js/palette/match.js";
import { addDays, groupByDay, startOfDay } from "../../static/js/timeline/days.js";
import { addCall, applyToItems } from "../../static/js/timeline/merge.js";

const SAIGON = "Asia/Ho_Chi_Minh";

test("a day begins at the company's midnight not the browser's", () => {
  assert.deepEqual(startOfDay("2026-11-22", SAIGON), "2026-11-21T17:00:00.000Z");
  assert.deepEqual(startOfDay("2026-11-22", SAIGON, 1), "2026-11-22T17:00:00.000Z");
  assert.deepEqual(startOfDay("2026-03-29", "Europe/Berlin", 1), "2026-03-29T22:00:00.000Z", "the day clocks change");
  assert.deepEqual(addDays("2026-03-01", -1), "2026-02-28");
});

test("items are grouped by the company's day", () => {
  const items = ["2026-11-22T01:00:00Z", "2026-11-21T18:00:00Z", "2026-11-21T16:59:00Z"].map((occurred_at) => ({ occurred_at }));
  assert.deepEqual(groupByDay(items, SAIGON).map((group) => [group.day, group.items.length]), [["2026-11-22", 2], ["2026-11-21", 1]]);
});

test("a period goes to days and back", () => {
  assert.deepEqual(daysOf("week", "2026-11-22"), { from: "2026-11-16", to: "2026-11-22" });
  for (const name of ["any", "today", "yesterday", "week", "month"]) assert.deepEqual(periodOf(daysOf(name, "2026-11-22"), "2026-11-22"), name);
  assert.deepEqual(periodOf({ from: "2026-11-01", to: "2026-11-03" }, "2026-11-22"), "custom");
  assert.deepEqual(instantsOf({ from: "", to: "2026-11-22" }, SAIGON), { from: "", to: "2026-11-22T17:00:00.000Z" });
});

test("a whole number is searched as a number and a part as text", () => {
  assert.deepEqual(askedOf({ ...NO_FILTERS, q: "0901 234 567" }).phone, "0901 234 567");
  assert.deepEqual(askedOf({ ...NO_FILTERS, q: "0901 234 567" }).q, "");
  assert.deepEqual(askedOf({ ...NO_FILTERS, q: "4567" }).phone, "");
  assert.deepEqual(askedOf({ ...NO_FILTERS, q: "hoa" }).q, "hoa");
});

test("a live call enters the log only where it belongs", () => {
  const call = { direction: "inbound", state: "ringing", agent_id: null, queue_id: "q1", started_at: "2026-11-22T03:00:00Z", recording: null };
  assert.ok(matches(call, NO_FILTERS));
  assert.ok(matches(call, { ...NO_FILTERS, from: "2026-11-22", to: "2026-11-22" }));
  assert.ok(!matches(call, { ...NO_FILTERS, to: "2026-11-21" }));
  assert.ok(!matches(call, { ...NO_FILTERS, direction: "outbound" }));
  assert.ok(!matches(call, { ...NO_FILTERS, has_recording: "true" }));
  assert.ok(!matches(call, { ...NO_FILTERS, q: "hoa" }), "a text search is the server's");
});

test("filters make a short address", () => {
  assert.deepEqual(addressOf("/calls", NO_FILTERS, NO_FILTERS), "/calls");
  assert.deepEqual(addressOf("/calls", { ...NO_FILTERS, q: "đơn hàng", state: "missed" }, NO_FILTERS), "/calls?q=%C4%91%C6%A1n+h%C3%A0ng&state=missed");
});

test("an older call never overwrites a newer one and the transcript is kept", () => {
  const known = { id: "c1", version: 5, state: "completed", transcript: [{ text: "a" }] };
  assert.deepEqual(applyToCall(known, "call.updated", { call: { id: "c1", version: 4, state: "ringing" } }), known);
  const newer = applyToCall(known, "call.updated", { call: { id: "c1", version: 6, state: "completed", notes: "b" } });
  assert.deepEqual([newer.notes, newer.transcript.length], ["b", 1]);
  assert.ok(applyToCall(known, "call.updated", { call: { id: "c2", version: 9 } }) === known, "another call");
});

test("a rating that comes twice counts once", () => {
  const data = { rating: { id: "r1", call_id: "c1", score: 5 } };
  const once = applyToCall({ id: "c1", ratings: [] }, "rating.created", data);
  assert.deepEqual(applyToCall(once, "rating.created", data).ratings.length, 1);
});

test("a recording event fills in what is known", () => {
  const call = applyToCall({ id: "c1", recording: { id: "r", state: "fetching", channels: 2 } }, "recording.ready", { call_id: "c1", recording: { state: "verified" } });
  assert.deepEqual(call.recording, { id: "r", state: "verified", channels: 2 });
});

test("a call has one card on the timeline in its place by time", () => {
  const note = { id: "n", kind: "note", ref_id: "n1", occurred_at: "2026-11-22T05:00:00Z", data: {} };
  const call = { id: "c1", version: 1, started_at: "2026-11-22T04:00:00Z" };
  const items = addCall([note], call);
  assert.deepEqual(items.map((item) => item.ref_id), ["n1", "c1"]);
  assert.deepEqual(addCall(items, call).length, 2);
  assert.deepEqual(applyToItems(items, "call.updated", { call: { ...call, version: 2, state: "completed" } })[1].data.state, "completed");
  assert.ok(applyToItems(items, "call.updated", { call: { id: "c9", version: 1 } }) === items, "nothing changed, nothing repainted");
});

test("a conflict is asked about only when both changed the field", () => {
  const base = { company: "A", notes: "x" };
  assert.deepEqual(compare(base, { company: "A", notes: "y" }, "company", "B"), "free");
  assert.deepEqual(compare(base, { company: "C", notes: "x" }, "company", "B"), "choose");
  assert.deepEqual(compare(base, { company: "B", notes: "x" }, "company", "B"), "same");
  assert.deepEqual(compare({ company: null }, { company: "" }, "company", "B"), "free", "nothing is nothing");
});

test("every line that finds a person is told, phones first in their country's form", () => {
  const customer = {
    phones: [{ id: "i1", e164: "+84901234567", national: "0901 234 567" }],
    emails: ["c@d.vn"],
    identities: [
      { id: "i1", channel: "phone", value: "+84901234567" },
      { id: "i2", channel: "email", value: "a@b.vn", status: "former" },
      { id: "i3", channel: "email", value: "c@d.vn" },
    ],
  };
  assert.deepEqual(identitiesOf(customer).map((one) => [one.channel, one.shown, one.id]), [["phone", "0901 234 567", "i1"], ["email", "a@b.vn", "i2"], ["email", "c@d.vn", "i3"]]);
  assert.deepEqual(emailsOf(customer), ["c@d.vn"]);
});

test("what was searched in vain is put where it belongs", () => {
  assert.deepEqual(guessFields(" Lê Quang ").display_name, "Lê Quang");
  assert.deepEqual(guessFields("+84 901 234 567").phone, "+84 901 234 567");
  assert.deepEqual(guessFields("a@b.vn").email, "a@b.vn");
});

test("calls are counted into weeks", () => {
  const now = Date.parse("2026-11-22T00:00:00Z");
  const ago = (weeks) => new Date(now - weeks * WEEK_MS - 1000).toISOString();
  assert.deepEqual(perWeek([ago(0), ago(0), ago(2), ago(99)], now, 3), [1, 0, 2]);
});

test("a late page of an old question is dropped", async () => {
  const answers = [];
  const list = createList(() => new Promise((resolve) => answers.push(resolve)));
  const first = list.reload();
  const second = list.reload();
  answers[1]({ items: ["new"], next_cursor: null });
  answers[0]({ items: ["old"], next_cursor: "1" });
  await Promise.all([first, second]);
  assert.deepEqual(list.items.value, ["new"]);
  assert.deepEqual([list.isLoading.value, list.isRefreshing.value, list.cursor.value], [false, false, null]);
});

test("a list goes on from its cursor and keeps what it has when a page fails", async () => {
  let isBroken = false;
  const list = createList(async (cursor) => {
    if (isBroken) throw new Error("offline");
    return cursor ? { items: [3], next_cursor: "c3" } : { items: [1, 2], next_cursor: "c2" };
  });
  await list.reload();
  await list.more();
  assert.deepEqual(list.items.value, [1, 2, 3]);
  isBroken = true;
  await list.more();
  assert.deepEqual([list.items.value, list.error.value.message, list.cursor.value], [[1, 2, 3], "offline", "c3"]);
  isBroken = false;
  await list.retry();
  assert.deepEqual(list.items.value, [1, 2, 3, 3], "it goes on where it failed");
  isBroken = true;
  await list.reload();
  assert.deepEqual([list.items.value.length, list.cursor.value], [4, null], "an older list is never continued");
  isBroken = false;
  await list.restart();
  await pause();
  assert.deepEqual([list.items.value, list.error.value], [[1, 2], null]);
});

test("the queue's own event is newer than the report", () => {
  const report = [{ code: "waiting", value: 1, state: "none" }, { code: "longest_wait", value: 3, target: 120, state: "ok" }, { code: "asa", value: 9, state: "ok" }];
  const now = withLiveQueue(report, { waiting: 4 }, 130);
  assert.deepEqual(now.map((figure) => [figure.value, figure.state]), [[4, "none"], [130, "late"], [9, "ok"]]);
  assert.deepEqual([waitState(59, 120), waitState(60, 120), waitState(121, 120), waitState(5, null)], ["ok", "warn", "late", "none"]);
});

test("the chart shows office hours and every busy one", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, answered: hour === 21 ? 1 : 0, missed: 0 }));
  assert.deepEqual([hoursToShow(hours)[0].hour, hoursToShow(hours).at(-1).hour], [8, 21]);
});

test("an older presence is ignored and a finished call is gone", () => {
  const agents = [{ id: "a", name: "A", status: "available", activity: "talking", version: 3, call: { id: "c" }, is_reachable: true }];
  assert.deepEqual(withPresence(agents, { agent_id: "a", status: "lunch", activity: "idle", version: 2 })[0].status, "available");
  const after = withPresence(agents, { agent_id: "a", status: "available", activity: "wrap_up", version: 4 })[0];
  assert.deepEqual([after.activity, after.call], ["wrap_up", null]);
});

test("agents do not jump at each call", () => {
  const agents = [{ name: "Bình", status: "offline", activity: "idle" }, { name: "Đức", status: "break", activity: "idle" }, { name: "An", status: "available", activity: "talking" }];
  assert.deepEqual(inOrder(agents).map((agent) => agent.name), ["An", "Đức", "Bình"]);
  assert.deepEqual(countStates(agents), { free: 0, busy: 1, away: 1 });
});

test("an agent in a company's own status that brings work is free", () => {
  statuses.value = [{ code: "back_office", label_vi: "", label_en: "", is_ready: true }];
  const agents = [{ name: "An", status: "back_office", activity: "idle", is_reachable: true }];
  assert.deepEqual(countStates(agents), { free: 1, busy: 0, away: 0 });
});

test("an agent outside their shift gets no work and is not counted as free", () => {
  const agents = [{ name: "An", status: "available", activity: "idle", is_reachable: true, off_duty: "off_shift" }];
  assert.deepEqual(countStates(agents), { free: 0, busy: 0, away: 1 });
});

test("the palette finds without diacritics and puts beginnings first", () => {
  const commands = ["Chuyển trạng thái: Nghỉ trưa", "Nhật ký cuộc gọi", "Đăng xuất", "Khách hàng"].map((label) => ({ label }));
  assert.deepEqual(fitting(commands, "nghi trua")[0].label, "Chuyển trạng thái: Nghỉ trưa");
  assert.deepEqual(fitting(commands, "dang")[0].label, "Đăng xuất");
  assert.deepEqual(fitting(commands, "hang")[0].label, "Khách hàng");
  assert.deepEqual(fitting(commands, "zzz"), []);
  assert.deepEqual(fitting(commands, "  ").length, 4);
});

test("a browser is named as people call it", () => {
  const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  assert.deepEqual(browserOf(chrome), { name: "Chrome", system: "Windows", isPhone: false });
  assert.deepEqual(browserOf(`${chrome} Edg/140.0.0.0`).name, "Edge");
  assert.deepEqual(browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"), { name: "Safari", system: "iPhone", isPhone: true });
  assert.deepEqual(browserOf("curl/8"), { name: "", system: "", isPhone: false });
});
