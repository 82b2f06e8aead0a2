import "./page.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import * as format from "../../static/js/lib/format.js";
import { locale, setWords, t } from "../../static/js/lib/i18n.js";

const use = (language) => {
  locale.value = language;
  setWords(JSON.parse(readFileSync(new URL(`../../static/i18n/${language}.json`, import.meta.url), "utf8")));
};
beforeEach(() => use("vi"));

test("running clocks", () => {
  assert.equal(format.formatClock(131), "02:11");
  assert.equal(format.formatClock(3731), "1:02:11");
  assert.equal(format.formatClock(-3), "00:00");
  assert.equal(format.formatClock(null), "00:00");
});

test("lengths and ages in words", () => {
  assert.equal(format.formatSpan(192), "3 ph 12");
  assert.equal(format.formatSpan(45), "45 giây");
  const now = Date.parse("2025-11-22T10:00:00Z");
  assert.equal(format.formatAgo("2025-11-22T09:59:50Z", now), "vừa xong");
  assert.equal(format.formatAgo("2025-11-10T09:00:00Z", now), "12 ngày");
  use("en");
  assert.equal(format.formatAgo("2025-11-21T09:00:00Z", now), "1 day");
});

test("dates are dd/mm/yyyy in the company's zone", () => {
  assert.equal(format.formatDateTime("2025-11-21T18:30:00Z"), "22/11/2025 01:30");
  assert.equal(format.formatExact("2025-11-22T07:02:11Z"), "22/11/2025 14:02:11");
  assert.equal(format.formatDate("nonsense"), "");
});

test("đồng have no cents", () => {
  assert.equal(format.formatMoney(48250000).replace(/\s/g, " "), "48.250.000 ₫");
});

test("Vietnam's numbers are grouped as people write them", () => {
  assert.equal(format.formatPhone("+84901234567"), "0901 234 567");
  assert.equal(format.formatPhone("+842838220011"), "028 3822 0011");
  assert.equal(format.formatPhone("+842363822001"), "0236 382 2001");
  assert.equal(format.formatPhone("+14155550100"), "+14155550100");
});

test("initials take the family and the given name", () => {
  assert.equal(format.initialsOf("Nguyễn Thị Hoa"), "NH");
  assert.equal(format.initialsOf("đặng"), "Đ");
  assert.equal(format.initialsOf("0901 234 567"), "");
});

test("missing words show their key, plurals follow the language", () => {
  assert.equal(t("no.such"), "no.such");
  use("en");
  assert.equal(t("caller.several", { count: 1 }), "1 person uses this number");
  assert.equal(t("caller.several", { count: 3 }), "3 people use this number");
});
