/** What one does with a promised call; each says what happened and can be taken back. */
import { patch } from "../../lib/api.js";
import { formatDateTime } from "../../lib/format.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { publish } from "../../store/events.js";
import { nameOf } from "./model.js";

/** Lists of promised calls fetch again; the server's own word comes a moment later. */
export const told = (callback) => { publish({ type: "task.updated", data: { task: { ...callback, kind: "callback", title: callback.note, due_at: callback.window.from } } }); return callback; };

export const saveCallback = async (callback, changes) => told(await patch(`/callbacks/${callback.id}`, changes, { ifMatch: callback.version }));

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.status === 403 ? t("callbacks.not_yours") : error.status === 412 ? t("missed.changed") : errorText(error), { kind: "late" });
    return null;
  }
}

const saidWithUndo = (callback, changes, back, words) => attempt(async () => {
  const saved = await saveCallback(callback, changes);
  toast(words, { kind: "done", undo: () => attempt(() => saveCallback(saved, back)) });
});

const SAID = { done: "callbacks.done_words", canceled: "callbacks.canceled", open: "callbacks.reopened" };

export const settle = (callback, state) => saidWithUndo(callback, { state }, { state: callback.state }, t(SAID[state], { name: nameOf(callback) || callback.note }));

export const putOff = (callback, at) => saidWithUndo(callback, { from: at, to: null }, { from: callback.window.from, to: callback.window.to }, t("callbacks.put_off_to", { when: formatDateTime(at) }));
