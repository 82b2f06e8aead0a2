// @ts-check
/** What missed callers mean on screen: whom one sees, in which order, how the promise stands. */

/** @typedef {{id: string, version: number, state: string, customer_name: string|null, number_national: string, owner_id: string|null, snoozed_until: string|null, closed_at: string|null, sla: {due_at: string, state: string}}} Missed */

/** @param {{customer_name?: string|null, number_national?: string}} one */
export const nameOf = (one) => one.customer_name || one.number_national || "";

/** Which list an item is in. @param {Missed} item */
export const viewOf = (item) => (item.state === "closed" ? "closed" : item.snoozed_until ? "snoozed" : "open");

/** @param {Missed} item @param {string} view @param {string} who @param {string|undefined} me */
export const isShown = (item, view, who, me) => viewOf(item) === view
  && (who === "all" || (who === "none" ? item.owner_id === null : item.owner_id === me));

/**
 * The list with an item as it is now: put in its place, or taken out. Older news changes nothing.
 * @param {Missed[]} items @param {Missed} item @param {boolean} belongs @param {string} view
 */
export function place(items, item, belongs, view) {
  const known = items.find((one) => one.id === item.id);
  if (known && known.version > item.version) return items;
  const others = items.filter((one) => one.id !== item.id);
  if (!belongs) return others;
  const key = (/** @type {Missed} */ one) => (view === "closed" ? -Date.parse(one.closed_at || "") : Date.parse(one.sla.due_at));
  return [...others, item].sort((a, b) => key(a) - key(b));
}

/** Seconds until the promise is broken; negative when it is. @param {Missed} item @param {number} nowMs */
export const secondsLeft = (item, nowMs) => Math.round((Date.parse(item.sla.due_at) - nowMs) / 1000);
