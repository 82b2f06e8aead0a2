// @ts-check
/** Why a number may not be dialled, in words; null for any other error. */
import { t } from "../lib/i18n.js";
import { needWords } from "../lib/needWords.js";

await needWords("outbound");

/** @param {any} error */
export const whyNotDialled = (error) =>
  error?.code === "contact_refused" ? t(`outbound.refused.${error.details?.reason || "cannot_check"}`) : null;
