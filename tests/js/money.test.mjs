import "./page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { readMoney, writeMoney } from "../../static/js/lib/money.js";

const amounts = (currency, cases) => {
  for (const [written, amount] of Object.entries(cases)) assert.equal(readMoney(written, currency), amount, `${written} ${currency}`);
};

test("đồng are read as people write them", () => {
  amounts("VND", {
    "1890000": 1_890_000, "1.890.000": 1_890_000, "1,890,000 ₫": 1_890_000, "1 890 000đ": 1_890_000, "890.000 VNĐ": 890_000,
    "1,5 triệu": 1_500_000, "1.5tr": 1_500_000, "350k": 350_000, "2 tỷ": 2_000_000_000, "1,25 tỉ": 1_250_000_000, "0": 0,
  });
});

test("dollars have cents", () => {
  amounts("USD", { "19.90": 1_990, "19,9": 1_990, "$1,234.50": 123_450, "1.234,50": 123_450, "1,234": 123_400, "20 USD": 2_000 });
});

test("what is no amount is never another one", () => {
  amounts("VND", { "1.5": null, "-5": null, "mười": null, "1.50.000": null, "1.000,50": null, "5 quả": null, "": null, "1e3": null, ["9".repeat(20)]: null });
  amounts("USD", { "1.2345": null, "-19.90": null, "1.234.56.7": null });
});

test("what was written is read again", () => {
  for (const [amount, currency] of [[1_890_000, "VND"], [5, "VND"], [1_990, "USD"], [123_456_789, "USD"]]) assert.equal(readMoney(writeMoney(amount, currency), currency), amount);
});
