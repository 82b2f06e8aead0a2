/** What went wrong with a file, in the person's language. */
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { hasWords, t } from "../../lib/i18n.js";

/** @param {{code?: string, details?: object}} error an ApiError, or an import's own {code, row, limit} */
export function fileErrorText(error) {
  const details = { ...error, ...error?.details };
  const values = { ...details, limit: details.limit > 1_000_000 ? `${Math.round(details.limit / 1_048_576)} MB` : formatNumber(details.limit) };
  const row = details.row ? ` ${t("imports.at_row", { n: formatNumber(details.row) })}` : "";
  return hasWords(`imports.errors.${error?.code}`) ? t(`imports.errors.${error.code}`, values) + row : errorText(error);
}
