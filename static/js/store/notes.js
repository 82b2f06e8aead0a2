// @ts-check
/**
 * Notes that are never lost: what is typed goes to this browser at once and to the server 800 ms later, with the version
 * it was based on. Without a connection it waits here and is sent when the line is back. When another tab was faster
 * the two texts are shown and the agent chooses.
 */
import { effect, signal, untracked } from "@preact/signals";
import { ApiError, get, put } from "../lib/api.js";
import { isOnline } from "./connection.js";
import { onEvent } from "./events.js";
import { me } from "./session.js";

/**
 * @typedef {{ text: string, version: number, savedAt: string|null, state: "saved"|"dirty"|"saving"|"waiting"|"conflict",
 *   theirs?: { text: string, version: number }|null }} Note
 */

const PAUSE_MS = 800;

/** @type {import("@preact/signals").Signal<Record<string, Note>>} */
export const notes = signal({});
/** @type {Map<string, any>} */
const timers = new Map();

/** Each tab keeps its own copy: what one has saved says nothing of what another still holds. */
const TAB = tabName();
const prefixOf = (/** @type {string} */ callId) => `cc:note:${me.value?.id}:${callId}:`;
/** @param {string} callId */
const storedKey = (callId) => prefixOf(callId) + TAB;

/** The name of this tab: it survives a reload, and a duplicated tab's first save tells the two apart. */
function tabName() {
  try {
    const known = sessionStorage.getItem("cc:tab") || Math.random().toString(36).slice(2, 10);
    sessionStorage.setItem("cc:tab", known);
    return known;
  } catch {
    return "only";
  }
}

/** @type {Note} */
const EMPTY = { text: "", version: 0, savedAt: null, state: "saved" };

/** @param {string} callId @returns {Note} */
export const noteOf = (callId) => notes.value[callId] || EMPTY;

/** @param {string} callId @param {Partial<Note>} part */
function keep(callId, part) {
  notes.value = { ...notes.value, [callId]: { ...noteOf(callId), ...part } };
}

/** A call is shown: take up its draft unless it is here already. @param {string} callId */
export async function openNote(callId) {
  if (notes.value[callId]) return;
  const draft = await get(`/calls/${callId}/notes`).catch(() => ({ text: "", version: 0, saved_at: null }));
  applyDraft(callId, draft);
}

/** The agent typed. @param {string} callId @param {string} text */
export function typeNote(callId, text) {
  const { version, state } = noteOf(callId);
  store(callId, text, version);
  keep(callId, { text, state: state === "conflict" ? "conflict" : "dirty" });
  if (state !== "conflict") saveSoon(callId);
}

/** @param {string} callId @param {number} [pauseMs] */
function saveSoon(callId, pauseMs = PAUSE_MS) {
  clearTimeout(timers.get(callId));
  timers.set(callId, setTimeout(() => saveNote(callId), pauseMs));
}

/** Save now what is unsaved; true when the server has it all. @param {string} callId @returns {Promise<boolean>} */
export async function saveNote(callId) {
  clearTimeout(timers.get(callId));
  const note = noteOf(callId);
  if (note.state === "saved") return true;
  if (note.state === "conflict") return false;
  if (note.state === "saving") return void saveSoon(callId) ?? false;
  keep(callId, { state: "saving" });
  try {
    const saved = await put(`/calls/${callId}/notes`, { text: note.text, version: note.version });
    afterSave(callId, note.text, saved);
    return noteOf(callId).state === "saved";
  } catch (error) {
    afterFailure(callId, error);
    return false;
  }
}

/** @param {string} callId @param {string} sentText @param {{ version: number, saved_at: string }} saved */
function afterSave(callId, sentText, saved) {
  const { text } = noteOf(callId);
  const isSettled = text === sentText;
  keep(callId, { version: saved.version, savedAt: saved.saved_at, state: isSettled ? "saved" : "dirty" });
  if (isSettled) return localStorage.removeItem(storedKey(callId));
  store(callId, text, saved.version);
  return saveSoon(callId);
}

/** @param {string} callId @param {any} error */
function afterFailure(callId, error) {
  if (error instanceof ApiError && error.code === "version_conflict") {
    const theirs = { text: error.details.text ?? "", version: error.details.version };
    if (theirs.text === noteOf(callId).text) settle(callId, theirs.text, theirs.version);
    else keep(callId, { state: "conflict", theirs });
    return;
  }
  keep(callId, { state: "waiting" });
  if (!(error instanceof ApiError) || error.isTemporary) saveSoon(callId, 5_000);
}

/** The agent chose between two texts. @param {string} callId @param {"mine"|"theirs"|"both"} choice */
export function settleConflict(callId, choice) {
  const { text, theirs } = noteOf(callId);
  if (!theirs) return;
  if (choice === "theirs") return void settle(callId, theirs.text, theirs.version);
  const chosen = choice === "mine" ? text : `${theirs.text}\n${text}`.trim();
  store(callId, chosen, theirs.version);
  keep(callId, { text: chosen, version: theirs.version, theirs: null, state: "dirty" });
  saveSoon(callId, 0);
}

/** @param {string} callId @param {string} text @param {number} version @param {string|null} [savedAt] */
function settle(callId, text, version, savedAt = noteOf(callId).savedAt) {
  localStorage.removeItem(storedKey(callId));
  keep(callId, { text, version, savedAt, state: "saved", theirs: null });
}

/** @param {string} callId @param {string} text @param {number} version */
function store(callId, text, version) {
  try {
    localStorage.setItem(storedKey(callId), JSON.stringify({ text, version }));
  } catch { /* storage full or forbidden: the server still gets it */ }
}

/** @param {string} callId @returns {{ text: string, version: number }|null} */
function stored(callId) {
  try {
    return JSON.parse(localStorage.getItem(storedKey(callId)) || takeOrphan(callId) || "null");
  } catch {
    return null;
  }
}

/** What a tab that is gone (a crash, a closed window) has left, for the one that opens the call next. @param {string} callId */
function takeOrphan(callId) {
  const keys = Array.from({ length: localStorage.length }, (_, position) => localStorage.key(position) || "");
  const key = keys.find((one) => one.startsWith(prefixOf(callId)));
  if (!key) return null;
  const left = localStorage.getItem(key);
  localStorage.removeItem(key);
  if (left) localStorage.setItem(storedKey(callId), left);
  return left;
}

/** What the server has, from a snapshot or another tab. @param {string} callId @param {{ text: string, version: number, saved_at?: string|null }} draft */
export function applyDraft(callId, draft) {
  const note = notes.value[callId];
  if (!note) return restore(callId, draft);
  if (draft.version <= note.version) return undefined;
  if (note.state === "saved") return settle(callId, draft.text, draft.version, draft.saved_at || null);
  if (note.state === "saving") return undefined; // probably our own save coming back; if not, the answer is a conflict
  if (draft.text === note.text) return settle(callId, draft.text, draft.version, draft.saved_at || null);
  return undefined; // dirty: our save will meet the other version and ask
}

/** First sight of a call: take up what this browser still holds unsaved. @param {string} callId @param {any} draft */
function restore(callId, draft) {
  const unsaved = stored(callId);
  keep(callId, { text: draft.text || "", version: draft.version || 0, savedAt: draft.version ? draft.saved_at : null, state: "saved" });
  if (!unsaved || unsaved.text === (draft.text || "")) return void localStorage.removeItem(storedKey(callId));
  // The version it was based on goes along: the server finds out whether another tab wrote meanwhile.
  keep(callId, { text: unsaved.text, version: unsaved.version, state: "dirty" });
  return saveSoon(callId, 0);
}

/** The call is done with on this screen. @param {string} callId */
export function forgetNote(callId) {
  clearTimeout(timers.get(callId));
  localStorage.removeItem(storedKey(callId));
  const { [callId]: _gone, ...others } = notes.value;
  notes.value = others;
}

onEvent("draft.saved", (data) => applyDraft(data.call_id, data));
effect(() => {
  if (!isOnline.value) return;
  untracked(() => Object.keys(notes.value).filter((id) => ["waiting", "dirty"].includes(notes.value[id].state)).forEach((id) => saveSoon(id, 0)));
});
