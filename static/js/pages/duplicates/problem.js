// @ts-check
/** What went wrong with a merge, in a sentence. */
import { errorText } from "../../lib/errors.js";
import { toast } from "../../lib/toasts.js";

/** @param {any} error */
export const tellProblem = (error) => toast(errorText(error), { kind: "late" });
