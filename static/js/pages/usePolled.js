/** One thing fetched again every so often while the page is in sight, and whenever somebody says that it changed. */
import { useEffect, useRef } from "../lib/html.js";
import { onEvent } from "../store/live.js";
import { useResource } from "./useResource.js";

/** `events` are live events that make it worth asking at once; several in a row ask once. */
export function usePolled(load, { everyMs, events = [] }) {
  const resource = useResource(load, []);
  const latest = useRef(resource.reload);
  latest.current = resource.reload;
  useEffect(() => {
    let soon = 0;
    const ask = () => document.visibilityState === "visible" && latest.current();
    const askSoon = () => {
      clearTimeout(soon);
      soon = setTimeout(ask, 400);
    };
    const timer = setInterval(ask, everyMs);
    const stops = [...events, "resync"].map((type) => onEvent(type, askSoon));
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      clearTimeout(soon);
      stops.forEach((stop) => stop());
      document.removeEventListener("visibilitychange", ask);
    };
  }, [everyMs]);
  return resource;
}
