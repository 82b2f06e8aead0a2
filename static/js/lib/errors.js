// @ts-check
/** An error as a sentence for people. */
import { hasWords, t } from "./i18n.js";

/** @param {any} error an ApiError or anything thrown @returns {string} */
export function errorText(error) {
  const code = error?.code;
  if (code && hasWords(`errors.${code}`)) return t(`errors.${code}`, error.details);
  if (error?.status === 403) return t("errors.forbidden");
  if (error?.status === 404) return t("errors.not_found");
  return error?.status && error.message && error.message !== code ? error.message : t("errors.unknown");
}
