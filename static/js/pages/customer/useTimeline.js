/**
 * The timeline of a customer: pages, filters that are kept in the address, and whatever happens meanwhile. Calls come
 * whole with their own events; of other items the server says which one changed, and that one is fetched as this
 * person may see it.
 */
import { get } from "../../lib/api.js";
import { boot } from "../../lib/boot.js";
import { useEffect, useRef } from "../../lib/html.js";
import { onEvent, watchCustomer } from "../../store/live.js";
import { hasFilters, NO_FILTERS } from "../../timeline/Filters.js";
import { addCall, applyToItems, dropItem, putItem } from "../../timeline/merge.js";
import { instantsOf } from "../periods.js";
import { readFilters, showFilters } from "../query.js";
import { useList } from "../useList.js";
import { useCallEvents } from "../useLive.js";

const PAGE_SIZE = 20;

const unasked = new Promise(() => {});

/**
 * `onCall` is told when a call of this customer began, changed or ended. Nothing is asked until they `isSeen`: of another
 * team's customer everything would be refused, one by one.
 */
export function useTimeline(customerId, query, onCall, isSeen) {
  const filters = readFilters(query, NO_FILTERS);
  const setFilters = (next) => showFilters(`/customers/${customerId}`, next, NO_FILTERS);
  const list = useList((cursor, asked) => (asked.isSeen ? get(`/customers/${asked.customerId}/timeline`, { ...askedOf(asked.filters), limit: PAGE_SIZE, cursor }) : unasked), { customerId, filters, isSeen });

  useEffect(() => (isSeen ? watchCustomer(customerId) : undefined), [customerId, isSeen]); // what colleagues do does not reach this screen by itself
  useCallEvents((type, data) => {
    const isMine = type === "call.updated" && data.call.customer_id === customerId;
    list.change((items) => {
      const updated = applyToItems(items, type, data);
      return isMine && !hasFilters(filters) && !list.isLoading.value ? addCall(updated, data.call) : updated;
    });
    if (isMine || type === "rating.created") onCall();
  }, onCall);
  useItemEvents(customerId, filters, list);

  return { list, filters, setFilters };
}

const askedOf = (filters) => ({ ...filters, ...instantsOf(filters, boot.timezone) });

/** A colleague's note, an order, a task: put in its place, changed where it stands, or taken away. */
function useItemEvents(customerId, filters, list) {
  const latest = useRef({});
  latest.current = { customerId, filters };
  useEffect(() => onEvent("timeline.updated", async (data) => {
    const asked = latest.current;
    if (data.customer_id !== asked.customerId) return;
    if (data.is_gone) return void list.change((items) => dropItem(items, data));
    if (data.kind === "call" && !hasFilters(asked.filters)) return; // comes whole with its own event
    try {
      const item = await get(`/customers/${asked.customerId}/timeline/${data.id}`, askedOf(asked.filters));
      if (asked.filters === latest.current.filters || JSON.stringify(asked.filters) === JSON.stringify(latest.current.filters)) {
        list.change((items) => putItem(items, item, { isComplete: !list.cursor.value }));
      }
    } catch (error) {
      if (error.status === 404) list.change((items) => dropItem(items, data)); // gone, or the filters leave it out now
    }
  }), []);
}
