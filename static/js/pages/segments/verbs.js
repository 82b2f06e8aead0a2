/** What one can do with segments, each with its undo. */
import { del, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";

/** Says what failed, and goes on. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(errorText(error), { kind: "late" });
    return null;
  }
}

/** @param {any} segment @param {() => void} onDone after it was put away @param {() => void} onBack after it was taken out again */
export const archive = (segment, onDone, onBack) => attempt(async () => {
  await del(`/segments/${segment.id}`);
  onDone();
  toast(t("segments.archived", { name: segment.name }), { kind: "done", undo: () => restore(segment, onBack) });
});

/** @param {any} segment @param {(segment: any) => void} onBack */
export const restore = (segment, onBack) => attempt(async () => onBack(await post(`/segments/${segment.id}/restore`)));

/** @param {any} segment @param {boolean} isActive @param {(segment: any) => void} onChange */
export const setActive = (segment, isActive, onChange) => attempt(async () => {
  onChange(await patch(`/segments/${segment.id}`, { is_active: isActive }, { ifMatch: segment.version }));
  if (!isActive) toast(t("segments.paused_toast", { name: segment.name }), { kind: "info", undo: () => setActive({ ...segment, version: segment.version + 1 }, true, onChange) });
});

/** @param {string} id @param {any} source {customer_ids} or {q} … @param {() => void} onChange */
export const addMembers = (id, source, onChange) => attempt(async () => {
  const done = await post(`/segments/${id}/members`, source);
  onChange();
  if (done.pending) toast(t("segments.adding", { count: done.pending, n: formatNumber(done.pending) }), { kind: "info" });
  else if (done.changed) toast(t("segments.added", { count: done.changed, n: done.changed }), { kind: "done", undo: () => undo(id, done.batch_id, onChange) });
  else toast(t("segments.already_there"), { kind: "info" });
  return done;
});

/** @param {string} id @param {string[]} customerIds @param {() => void} onChange */
export const removeMembers = (id, customerIds, onChange) => attempt(async () => {
  const done = await del(`/segments/${id}/members`, { customer_ids: customerIds });
  onChange();
  toast(t("segments.removed", { count: done.changed, n: done.changed }), { kind: "done", undo: () => undo(id, done.batch_id, onChange) });
});

const undo = (id, batchId, onChange) => attempt(async () => { await post(`/segments/${id}/undo`, { batch_id: batchId }); onChange(); });

/** @param {any} segment @param {(segment: any) => void} onChange */
export const refresh = (segment, onChange) => attempt(async () => onChange(await post(`/segments/${segment.id}/refresh`)));
