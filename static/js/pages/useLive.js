/** Live events about calls for as long as a page is shown, and a fresh start when the server says that we missed some. */
import { useEffect, useRef } from "../lib/html.js";
import { onEvent } from "../store/live.js";

const CALL_EVENTS = ["call.updated", "recording.ready", "rating.created"];

/** `onCallEvent(type, data)` gets each event; `onResync()` fetches again. */
export function useCallEvents(onCallEvent, onResync) {
  const latest = useRef({});
  latest.current = { onCallEvent, onResync };
  useEffect(() => {
    const stops = [
      ...CALL_EVENTS.map((type) => onEvent(type, (data) => latest.current.onCallEvent(type, data))),
      onEvent("resync", () => latest.current.onResync?.()),
    ];
    return () => stops.forEach((stop) => stop());
  }, []);
}
