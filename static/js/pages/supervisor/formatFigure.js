// @ts-check
/** A figure in its unit, as people read it. No data is a dash: it is not zero. */
import { formatClock, formatNumber, formatSpan } from "../../lib/format.js";

/** @param {{value: number|null|undefined, unit: string, code?: string}} figure */
export function formatFigure({ value, unit, code }) {
  if (value === null || value === undefined) return "–";
  if (unit === "percent") return `${formatNumber(value, 1)}%`;
  if (unit === "seconds") return code === "longest_wait" ? formatClock(value) : formatSpan(value);
  return formatNumber(value, unit === "score" ? 1 : 0);
}
