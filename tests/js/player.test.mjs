import "./page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { toBars, toLanes } from "../../static/js/player/lanes.js";
import { currentLine } from "../../static/js/player/lines.js";
import { afterSilence, silentRanges, totalSeconds } from "../../static/js/player/silence.js";

const SPEECH = 60;
const HISS = 2;
/** Ten peaks a second. */
const stretch = (seconds, level) => new Array(seconds * 10).fill(level);

test("silence is where both sides are quiet for a second", () => {
  const agent = [...stretch(2, SPEECH), ...stretch(3, HISS), ...stretch(2, HISS), ...stretch(1, SPEECH)];
  const customer = [...stretch(2, HISS), ...stretch(3, HISS), ...stretch(2, SPEECH), ...stretch(1, HISS)];
  assert.deepEqual(silentRanges([agent, customer], 8), [{ start: 2, end: 5 }]);
});

test("a breath between two words is not silence", () => {
  const agent = [...stretch(1, SPEECH), ...new Array(8).fill(HISS), ...stretch(1, SPEECH)];
  assert.deepEqual(silentRanges([agent], 2.8), []);
});

test("a quiet line is measured by its own loudest voice", () => {
  const quiet = [...stretch(2, 9), ...stretch(2, 0), ...stretch(2, 9)];
  assert.deepEqual(silentRanges([quiet], 6), [{ start: 2, end: 4 }]);
});

test("silence at the end counts", () => {
  assert.deepEqual(silentRanges([[...stretch(1, SPEECH), ...stretch(2, 0)]], 3), [{ start: 1, end: 3 }]);
});

test("nothing is silent without peaks or length", () => {
  assert.deepEqual(silentRanges([], 10), []);
  assert.deepEqual(silentRanges([[1, 2]], 0), []);
});

test("skipping lands just before speech and never jumps back", () => {
  const ranges = [{ start: 2, end: 5 }];
  assert.deepEqual(afterSilence(ranges, 2.5), 4.85);
  assert.deepEqual(afterSilence(ranges, 4.7), null, "too little left to skip");
  assert.deepEqual(afterSilence(ranges, 5), null, "speech");
  assert.deepEqual(totalSeconds(ranges), 3);
});

test("the agent's lane is on top whatever the file's order", () => {
  const lanes = toLanes({ channels: [[1, 2], [3, 4]], channel_map: ["customer", "agent"] });
  assert.deepEqual(lanes.map((lane) => [lane.who, lane.channel]), [["agent", 1], ["customer", 0]]);
});

test("without a map two channels are agent then customer and one is the caller", () => {
  assert.deepEqual(toLanes({ channels: [[1], [1]] }).map((lane) => lane.who), ["agent", "customer"]);
  assert.deepEqual(toLanes({ channels: [[1]], channel_map: null }).map((lane) => lane.who), ["customer"]);
});

test("a quiet recording fills its lanes but hiss does not", () => {
  assert.deepEqual(toLanes({ channels: [[25, 50], [10, 0]] })[0].peaks, [50, 100]);
  assert.ok(Math.max(...toLanes({ channels: [[3, 2]] })[0].peaks) < 30, "hiss drawn as speech");
});

test("bars keep the loudest peak of their slice", () => {
  assert.deepEqual(toBars([0, 100, 0, 50, 0, 0], 3), [1, 0.5, 0]);
  assert.deepEqual(toBars([100, 0], 4), [1, 1, 0, 0]);
  assert.deepEqual(toBars([], 4), []);
});

test("the current line is the last that has begun", () => {
  const lines = [0.8, 5.5, 10.4].map((start_seconds) => ({ speaker: "agent", start_seconds, text: "" }));
  assert.deepEqual([0, 0.8, 5.4, 5.5, 99].map((seconds) => currentLine(lines, seconds)), [-1, 0, 0, 1, 2]);
});
