/** Missed callers of one view, live. */
import { get } from "../../lib/api.js";
import { useEffect } from "../../lib/html.js";
import { onEvent } from "../../store/live.js";
import { me } from "../../store/session.js";
import { useList } from "../useList.js";
import { isShown, place } from "./model.js";

export function useMissed(view, who) {
  const list = useList((cursor, asked) => get("/missed-callers", { ...asked, limit: 50, cursor }),
    { state: view, ...(who === "mine" ? { mine: 1 } : who === "none" ? { owner: "none" } : {}) });
  useEffect(() => {
    const stops = [
      onEvent("missed.updated", ({ item }) => !list.isLoading.value
        && list.change((items) => place(items, item, isShown(item, view, who, me.value?.id), view))),
    ];
    return () => stops.forEach((stop) => stop());
  }, [view, who]);
  return list;
}
