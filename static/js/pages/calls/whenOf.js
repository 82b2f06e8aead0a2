// @ts-check
/** Day and time for a dense column: this year goes without saying. */
import { minute } from "../../lib/clock.js";
import { formatDate, formatDateTime } from "../../lib/format.js";

/** 22/11 07:58, or 22/11/2024 07:58 @param {string} iso */
export const whenOf = (iso) => formatDateTime(iso).replace(formatDate(minute.value).slice(5), "");
