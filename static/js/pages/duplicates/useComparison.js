/** What merging some records would do, and what somebody has picked: `{data, rows, choose, pick, keep, merge, …}`. */
import { get, post } from "../../lib/api.js";
import { tellProblem } from "./problem.js";
import { useEffect, useState } from "../../lib/html.js";
import { toast } from "../../lib/toasts.js";
import { catalogue, fetchCatalogue } from "../customer/catalogue.js";
import { useResource } from "../useResource.js";
import { choiceOf, rowsOf } from "./fieldChoice.js";

/** `ids`: the record to keep first, then those to merge into it. */
export function useComparison(ids, { onMerged }) {
  const [order, setOrder] = useState(ids);
  const [choose, setChoose] = useState({});
  const [isBusy, setBusy] = useState(false);
  useEffect(() => { fetchCatalogue(); }, []);
  const [survivor, ...others] = order;
  const { data, error, reload } = useResource(() => get(`/customers/${survivor}/merge`, { with: others.join(",") }), [order.join()]);
  const rows = data && catalogue.value ? rowsOf(catalogue.value.items, data.customers, data.chosen, choose) : [];

  const merge = async () => {
    if (isBusy || !data) return;
    setBusy(true);
    try {
      const [kept, ...rest] = data.customers;
      const body = { with: rest.map((one) => one.id), choose: choiceOf(rows, data.customers, data.chosen) };
      onMerged(await post(`/customers/${kept.id}/merge`, body));
    } catch (problem) {
      tellProblem(problem);
      if (problem.status === 409 || problem.status === 404) reload();
    } finally {
      setBusy(false);
    }
  };
  return {
    data, error, reload, rows, isBusy, merge, survivor,
    pick: (field, id) => setChoose({ ...choose, [field]: id }),
    keep: (id) => setOrder([id, ...order.filter((one) => one !== id)]),
  };
}
