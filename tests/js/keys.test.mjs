import "./page.mjs";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { addShortcuts, chooseKey, handleKey, keyOf } from "../../static/js/lib/keys.js";

const stops = [];
const add = (...list) => stops.push(addShortcuts(list));
afterEach(() => { stops.splice(0).forEach((stop) => stop()); chooseKey("accept", null); });

const target = (selector) => ({ matches: (query) => query.split(", ").some((part) => part.startsWith(selector)), isContentEditable: false });
const press = (key, extra = {}) => {
  let prevented = false;
  handleKey({ key, target: target("body"), preventDefault: () => { prevented = true; }, ...extra });
  return prevented;
};

test("a key runs its shortcut, unless somebody is typing", () => {
  let runs = 0;
  add({ id: "accept", key: "a", label: "x", run: () => { runs += 1; } });
  assert.equal(press("a"), true);
  assert.equal(press("A"), true);
  assert.equal(press("a", { target: target("textarea") }), false);
  assert.equal(press("a", { altKey: true }), false);
  assert.equal(press("a", { repeat: true }), false);
  assert.equal(press("a", { isComposing: true }), false);
  assert.equal(runs, 2);
});

test("Ctrl or ⌘ shortcuts work while typing", () => {
  let runs = 0;
  add({ id: "save", key: "mod+enter", label: "x", run: () => { runs += 1; } });
  press("Enter", { ctrlKey: true, target: target("textarea") });
  press("Enter", { metaKey: true, target: target("textarea") });
  assert.equal(runs, 2);
});

test("of two with the same key the latest able one wins, and gives it back when it goes", () => {
  const ran = [];
  let isChoosing = true;
  add({ id: "outcome_1", key: "1", label: "x", run: () => ran.push("outcome") });
  const stop = addShortcuts([{ id: "who_1", key: "1", label: "x", when: () => isChoosing, run: () => ran.push("who") }]);
  press("1");
  isChoosing = false;
  press("1");
  stop();
  press("1");
  assert.deepEqual(ran, ["who", "outcome", "outcome"]);
});

test("a chosen key replaces the default and is remembered; a taken one is refused", () => {
  let runs = 0;
  add({ id: "accept", key: "a", label: "x", run: () => { runs += 1; } }, { id: "decline", key: "d", label: "y", run: () => {} });
  assert.equal(chooseKey("accept", "d").id, "decline");
  assert.equal(chooseKey("accept", "q"), null);
  assert.equal(keyOf("accept"), "q");
  press("a");
  press("q");
  assert.equal(runs, 1);
  assert.deepEqual(JSON.parse(localStorage.getItem("cc:keys")), { accept: "q" });
});
