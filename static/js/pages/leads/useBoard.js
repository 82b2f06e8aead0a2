/** The board, fetched for some filters, following what happens: moved here or elsewhere, given, come in. */
import { get } from "../../lib/api.js";
import { useEffect } from "../../lib/html.js";
import { onEvent } from "../../store/live.js";
import { me } from "../../store/session.js";
import { useResource } from "../useResource.js";
import { place, without } from "./model.js";

/** The page's filters as the API asks for them. */
export const asQuery = ({ who, ...rest }) => ({ ...rest, mine: who === "mine" ? 1 : "", owner: who === "none" ? "none" : "" });

/** Whether a lead that came live belongs under the filters; words are looked up by the server only. */
const belongs = (filters) => (lead) => (filters.who === "all" || (filters.who === "mine" ? lead.owner_id === me.value?.id : !lead.owner_id))
  && (!filters.source || lead.source === filters.source) && (!filters.product || lead.product_id === filters.product) && !filters.sla && !filters.q;

export function useBoard(filters) {
  const key = JSON.stringify(filters);
  const board = useResource(() => get("/leads/board", asQuery(filters)), [key]);
  const show = (lead) => board.set((data) => data && { columns: place(data.columns, lead, (one) => belongs(filters)(one) || data.columns.some((c) => c.leads.some((l) => l.id === one.id))) });
  useEffect(() => {
    const live = (lead) => board.set((data) => data && { columns: place(data.columns, lead, belongs(filters)) });
    const stops = [onEvent("lead.updated", ({ lead }) => (filters.sla || filters.q ? board.reload() : live(lead))), onEvent("lead.assigned", live),
      onEvent("outside", ({ id }) => board.set((data) => data && { columns: without(data.columns, id) })), onEvent("resync", board.reload)];
    return () => stops.forEach((stop) => stop());
  }, [key]);
  return { ...board, show };
}
