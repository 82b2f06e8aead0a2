// @ts-check
/** How much hangs on a record, by what people call it. */
import { hasWords, t } from "../../lib/i18n.js";
import { formatNumber } from "../../lib/format.js";

/** "12 calls", "3 orders", …; the rest counts as other records. @param {Record<string, number>} counts rows by table @returns {string[]} */
export function countWords(counts) {
  /** @type {Record<string, number>} */
  const known = {};
  for (const [table, count] of Object.entries(counts || {})) {
    if (HIDDEN.has(table)) continue;
    const name = hasWords(`duplicates.counts.${table}.other`) || hasWords(`duplicates.counts.${table}`) ? table : "rest";
    known[name] = (known[name] || 0) + count;
  }
  const order = (/** @type {string} */ name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return Object.entries(known).filter(([, count]) => count > 0).sort(([a], [b]) => order(a) - order(b))
    .map(([name, count]) => t(`duplicates.counts.${name}`, { count, n: formatNumber(count) }));
}

/** Figures and waiting work that are computed anew or shown elsewhere. */
const HIDDEN = new Set(["customer_stats", "customer_terms", "search_texts", "segment_marks", "work_items", "segment_members", "segment_log", "user_notifications", "identity_choices", "import_rows"]);
const ORDER = ["calls", "orders", "timeline_items", "identities", "notes", "tasks", "customer_files", "ratings", "customer_tags"];
