// @ts-check
/** What went wrong with a merge, in a sentence. */
import { errorText } from "../../lib/errors.js";
import { hasWords, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";

/** @param {any} error */
export const tellProblem = (error) => toast(hasWords(`duplicates.errors.${error.code}`) ? t(`duplicates.errors.${error.code}`) : errorText(error), { kind: "late" });
