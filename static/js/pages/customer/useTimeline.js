/** The timeline of a customer: pages, filters, and live calls that fill their card in or appear on top. */
import { get } from "../../lib/api.js";
import { boot } from "../../lib/boot.js";
import { useEffect, useState } from "../../lib/html.js";
import { watchCustomer } from "../../store/live.js";
import { hasFilters, NO_FILTERS } from "../../timeline/Filters.js";
import { addCall, applyToItems } from "../../timeline/merge.js";
import { instantsOf } from "../periods.js";
import { useList } from "../useList.js";
import { useCallEvents } from "../useLive.js";

const PAGE_SIZE = 20;

/** `onCall` is told when a call of this customer began, changed or ended. */
export function useTimeline(customerId, onCall) {
  const [filters, setFilters] = useState(NO_FILTERS);
  const list = useList(async (cursor, asked) => {
    const { kind, agent } = asked.filters;
    return get(`/customers/${asked.customerId}/timeline`, { kind, agent, ...instantsOf(asked.filters, boot.timezone), limit: PAGE_SIZE, cursor });
  }, { customerId, filters });

  useEffect(() => watchCustomer(customerId), [customerId]); // calls of colleagues do not reach this screen by themselves
  useCallEvents((type, data) => {
    const isMine = type === "call.updated" && data.call.customer_id === customerId;
    list.change((items) => {
      const updated = applyToItems(items, type, data);
      return isMine && !hasFilters(filters) && !list.isLoading.value ? addCall(updated, data.call) : updated;
    });
    if (isMine || type === "rating.created") onCall();
  }, () => { list.reload(); onCall(); });

  return { list, filters, setFilters };
}
