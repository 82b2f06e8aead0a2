/** A paged list for a page, fetched again from the start whenever what is asked for changes, or everything may have. */
import { useEffect, useMemo, useRef } from "../lib/html.js";
import { onEvent } from "../store/live.js";
import { createList } from "./list.js";

/** `load(cursor, asked)` fetches a page of what `asked` (a plain object) describes. */
export function useList(load, asked) {
  const latest = useRef(asked);
  latest.current = asked;
  const list = useMemo(() => createList((cursor) => load(cursor, latest.current)), []);
  const key = JSON.stringify(asked);
  const isFirst = useRef(true);
  useEffect(() => {
    // Keep what is shown while the next answer is on its way: a list that blinks at each letter cannot be read.
    if (isFirst.current || list.error.value) list.restart();
    else list.reload();
    isFirst.current = false;
  }, [key]);
  useEffect(() => onEvent("resync", () => list.reload()), []);
  useEffect(() => onEvent("outside", ({ id }) => list.items.value.some((one) => one.id === id)
    && list.change((items) => items.filter((one) => one.id !== id))), []); // another team's now
  return list;
}
