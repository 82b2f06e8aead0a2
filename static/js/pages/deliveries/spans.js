// @ts-check
/** How long something took, from milliseconds to days. */
import { formatSpan } from "../../lib/format.js";
import { t } from "../../lib/i18n.js";

/** @param {number|null} ms @returns {string} */
export const tellMs = (ms) => (ms === null ? "–" : ms < 10_000 ? t("deliveries.ms", { n: ms }) : formatSpan(ms / 1000));

/** @param {string} from ISO @param {string} to ISO @returns {string} */
export const spanMs = (from, to) => tellMs(Math.max(0, Date.parse(to) - Date.parse(from)));

export const SPANS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 - 60_000 };
