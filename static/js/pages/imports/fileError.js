/** What went wrong with a file, and in which row. */
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { t } from "../../lib/i18n.js";

const MOST_BYTES = 50 * 1_048_576;

/** @param {{code?: string, status?: number, message?: string, details?: object}} error an ApiError, or an import's own {code, row, limit} */
export function fileErrorText(error) {
  if (error?.code === "too_large") return errorText({ code: "file_too_large", details: { limit: MOST_BYTES } });
  const details = { ...error, ...error?.details };
  const row = details.row ? ` ${t("imports.at_row", { n: formatNumber(details.row) })}` : "";
  return errorText({ code: error?.code, status: error?.status, message: error?.message, details }) + row;
}
