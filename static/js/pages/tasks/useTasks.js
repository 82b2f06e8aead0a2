/** A list of tasks that follows what happens: ticked off here or elsewhere, given, put off. */
import { get } from "../../lib/api.js";
import { useEffect } from "../../lib/html.js";
import { onEvent } from "../../store/live.js";
import { me } from "../../store/session.js";
import { useList } from "../useList.js";
import { place } from "./model.js";

/** `asked`: {state, mine?, customer?, company?, limit?} */
export function useTasks(asked) {
  const list = useList((cursor, { mine, ...query }) => get("/tasks", { limit: 100, ...query, mine: mine ? 1 : "", cursor }), asked);
  const belongs = (task) => task.state === asked.state && (!asked.mine || task.assignee_id === me.value?.id)
    && (!asked.customer || task.customer_id === asked.customer) && (!asked.company || task.company_id === asked.company);
  const key = JSON.stringify(asked);
  useEffect(() => {
    const stops = [
      onEvent("task.updated", ({ task }) => !list.isLoading.value && list.change((tasks) => (asked.state === "open"
        ? place(tasks, task, belongs)
        : belongs(task) ? [task, ...tasks.filter((one) => one.id !== task.id)] : tasks.filter((one) => one.id !== task.id)))),
    ];
    return () => stops.forEach((stop) => stop());
  }, [key]);
  return list;
}
