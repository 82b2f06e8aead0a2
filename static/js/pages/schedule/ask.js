/** Changes of the schedule: what went wrong is said in a sentence of the person's language. */
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { shortDay } from "./week.js";

/** The sentence for a refusal. @param {any} error @param {{name?: string}} [about] */
export function sentenceFor(error, { name = "" } = {}) {
  if (error.code === "shift_overlap") return t("schedule.overlap", { hours: error.details.hours, day: shortDay(error.details.day, true) });
  if (error.code === "leave_overlap") return t("leave.overlap", { name });
  if (error.code === "hours_overlap") return t("hours.overlap", { hours: Object.values(error.details).flat().join(", ") });
  if (error.code === "calendar_never_open") return t("hours.never");
  if (error.status === 412) return t("schedule.changed_meanwhile");
  return errorText(error);
}

/** Do it, and say when it could not be done. Gives what `work` gives, or null. */
export async function attempt(work, about) {
  try {
    return await work();
  } catch (error) {
    toast(sentenceFor(error, about), { kind: "late" });
    return null;
  }
}
