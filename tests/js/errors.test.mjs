import { answerWith, requests } from "./page.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ApiError, get } from "../../static/js/lib/api.js";
import { startErrorWords } from "../../static/js/lib/errorWords.js";
import { errorText, fieldErrors } from "../../static/js/lib/errors.js";
import { setWords } from "../../static/js/lib/i18n.js";

const file = (name) => JSON.parse(readFileSync(new URL(`../../static/i18n/${name}.json`, import.meta.url), "utf8"));
const refusal = (code, details = {}, status = 422) => new ApiError(status, code, "in English", details);

test("the first refusal brings the words of refusals, which join those of the first load", async () => {
  setWords(file("vi"));
  startErrorWords();
  answerWith(({ path }) => (path.includes("errors.vi.json") ? { body: file("errors.vi") } : { status: 409, body: { error: { code: "last_admin", message: "Somebody must remain.", details: {} } } }));
  const error = await get("/users").catch((refused) => refused);
  assert.equal(errorText(error), "Phải còn ít nhất một quản trị viên.");
  assert.equal(errorText(refusal("offline", {}, 0)), "Không có kết nối. Thử lại sau giây lát.");
  await get("/users").catch(() => null);
  assert.equal(requests.filter(({ path }) => path.includes("errors.vi.json")).length, 1);
});

test("details are shown as people write them", () => {
  assert.equal(errorText(refusal("too_many_rows", { limit: 100000 })), "Tệp có nhiều hơn 100.000 dòng. Hãy chia nhỏ.");
  assert.equal(errorText(refusal("file_too_large", { limit: 52428800 })), "Tệp quá lớn, tối đa 50 MB.");
  assert.equal(errorText(refusal("file_too_large", { limit: 20000000 })), "Tệp quá lớn, tối đa 20 MB.");
  assert.equal(errorText(refusal("shift_overlap", { hours: "08:00–12:00", day: "2025-11-24" })), "Trùng với ca 08:00–12:00 ngày 24/11/2025.");
});

test("wrong fields are named where they have a name, and by no name of the program", () => {
  assert.equal(errorText(refusal("invalid", { email: ["Not valid."], "lines.0": ["Missing."], weird_thing: ["x"] })), "Kiểm tra lại: e-mail, các dòng hàng.");
  assert.equal(errorText(refusal("invalid", { weird_thing: ["x"] })), "Có mục điền chưa đúng. Kiểm tra lại rồi thử lại.");
});

test("a wrong field is told beside it in the reader's language", () => {
  const range = "Must be greater than or equal to -60 and less than or equal to 1000.";
  assert.deepEqual(fieldErrors(refusal("invalid", { priority: [range], ring_seconds: ["Not a valid integer."], name: ["Shorter than minimum length 1."], script: ["Odd."], members: { 0: {} } })),
    { priority: "Từ -60 đến 1.000.", ring_seconds: "Chỉ nhập số nguyên.", name: "Chưa điền.", script: "Chưa đúng. Kiểm tra lại." });
  assert.deepEqual(fieldErrors(refusal("queue_name_taken", { name: ["Another queue has that name."] }, 409)), { name: "Đã có hàng đợi mang tên này. Hãy chọn tên khác." });
});

test("a code without words is told by its status, else in the server's words", () => {
  assert.equal(errorText(refusal("never_heard", {}, 404)), "Không tìm thấy.");
  assert.equal(errorText(refusal("http_502", {}, 502)), "Hệ thống đang bận. Thử lại sau giây lát.");
  assert.equal(errorText(refusal("never_heard")), "in English");
  assert.equal(errorText(new TypeError("bug")), "Có lỗi xảy ra. Thử lại sau giây lát.");
});
