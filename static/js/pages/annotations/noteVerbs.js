/** What one does with a note. Lists of notes on the page hear of it by `local.note`. */
import { del, patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { publish } from "../../store/events.js";

const tell = (note, isGone = false) => { publish({ type: "local.note", data: { note, isGone } }); return note; };

export const saveNote = async (note, text) => tell(await patch(`/notes/${note.id}`, { text }, { ifMatch: note.version }));

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(errorText(error), { kind: "late" });
    return null;
  }
}

export const pinNote = (note, isPinned) => attempt(async () => {
  const saved = tell(await patch(`/notes/${note.id}`, { is_pinned: isPinned }));
  toast(t(isPinned ? "customer_notes.pinned" : "customer_notes.unpinned"), { kind: "done", undo: () => pinNote(saved, !isPinned) });
});

export const deleteNote = (note) => attempt(async () => {
  await del(`/notes/${note.id}`);
  tell(note, true);
  toast(t("customer_notes.deleted"), { kind: "done", undo: () => attempt(async () => tell(await patch(`/notes/${note.id}`, { is_deleted: false }))) });
});
