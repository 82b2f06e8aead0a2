// @ts-check
/** Live transcript lines by call. Final lines stay in order; a partial one is replaced until it is final. */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";
import { onEvent } from "./events.js";

/** @typedef {{ speaker: "agent"|"customer", start_seconds: number, text: string, isPartial?: boolean, agent_id?: string | null, speaker_name?: string | null }} Line */

/** @type {import("@preact/signals").Signal<Record<string, Line[]>>} */
export const transcripts = signal({});
/** @type {Set<string>} */
const fetched = new Set();

/** The stored line counts from the recording's start, the live one from the answer: a few seconds apart. @param {Line} one @param {Line} other */
const isSame = (one, other) => one.speaker === other.speaker && one.text === other.text && Math.abs(one.start_seconds - other.start_seconds) < 5;

/** @param {Line[]} lines @param {Line} line @returns {Line[]} */
export function addLine(lines, line) {
  const finals = lines.filter((one) => !(one.isPartial && one.speaker === line.speaker));
  if (finals.some((one) => isSame(one, line))) return finals;
  return [...finals, line].sort((one, other) => one.start_seconds - other.start_seconds);
}

/** @param {string} callId @param {Line[]} lines */
const keep = (callId, lines) => { transcripts.value = { ...transcripts.value, [callId]: lines }; };

/** The lines said before this screen opened, or while its line was down. @param {string} callId @param {{ force?: boolean }} [options] */
export async function fetchTranscript(callId, { force = false } = {}) {
  if (fetched.has(callId) && !force) return;
  fetched.add(callId);
  try {
    const { items } = await get(`/calls/${callId}/transcript`);
    keep(callId, (items || []).reduce(addLine, (transcripts.value[callId] || []).filter((line) => !line.isPartial)));
  } catch {
    fetched.delete(callId);
  }
}

onEvent("transcript.line", ({ call_id: callId, line, is_final: isFinal }) => {
  keep(callId, addLine(transcripts.value[callId] || [], { ...line, isPartial: isFinal === false }));
});
onEvent("resync", () => fetched.clear());
