/** What one does with a task; each says what happened and can be taken back. */
import { ApiError, get, patch, post } from "../../lib/api.js";
import { formatDateTime } from "../../lib/format.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { publish } from "../../store/events.js";

/** Every list of tasks on the page hears of it at once; the server's own word comes a moment later. */
const show = (task) => { publish({ type: "task.updated", data: { task } }); return task; };

export const addTask = async (body) => show(await post("/tasks", body));

/** Throws when it cannot be; somebody else's change is fetched and shown first. */
export async function saveTask(task, changes) {
  try {
    return show(await patch(`/tasks/${task.id}`, changes, { ifMatch: task.version }));
  } catch (error) {
    if (error.status === 412) show(await get(`/tasks/${task.id}`));
    throw error;
  }
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error instanceof ApiError && error.status === 403 ? t("tasks.not_yours") : errorText(error), { kind: "late" });
    return null;
  }
}

const saidWithUndo = (task, changes, back, words) => attempt(async () => {
  const saved = await saveTask(task, changes);
  toast(words, { kind: "done", undo: () => attempt(() => saveTask(saved, back)) });
});

export const tick = (task) => saidWithUndo(task, { state: task.state === "open" ? "done" : "open" }, { state: task.state },
  t(task.state === "open" ? "tasks.ticked" : "tasks.reopened", { title: task.title }));

export const cancel = (task) => saidWithUndo(task, { state: "canceled" }, { state: task.state }, t("tasks.canceled_one", { title: task.title }));

export const putOff = (task, at) => saidWithUndo(task, { due_at: at, reminder_at: at }, { due_at: task.due_at, reminder_at: task.reminder_at },
  t("tasks.put_off_to", { when: formatDateTime(at) }));
