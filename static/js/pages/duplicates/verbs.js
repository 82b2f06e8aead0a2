/** Merging and deciding, each with its way back on a toast. */
import { del, post } from "../../lib/api.js";
import { tellProblem } from "./problem.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";

/** Say what was merged; the toast un-merges. `onUndone` is called when it has. */
export const tellMerged = ({ merge_id: mergeId, customer }, onUndone) => toast(t("duplicates.merged", { name: customer.display_name }), {
  kind: "done", undo: () => attempt(async () => { await del(`/customers/merges/${mergeId}`, {}); toast(t("duplicates.unmerged"), { kind: "done" }); onUndone?.(); }),
});

/** Not a duplicate; the toast takes it back. @returns {Promise<boolean>} whether it was done */
export const dismiss = (pair, onUndone) => attempt(async () => {
  await post(`/duplicates/${pair.id}/dismiss`);
  toast(t("duplicates.dismissed"), { kind: "done", undo: () => reopen(pair, onUndone) });
});

export const reopen = (pair, onUndone) => attempt(async () => { await del(`/duplicates/${pair.id}/dismiss`, {}); onUndone?.(); });

async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    tellProblem(error);
    return false;
  }
}
