/**
 * A call that was held or passed on has several recordings: one is open at a time, and all of them share the
 * transcript's clock. `whole` is the open one's engine on that clock; its seek goes to whichever part holds the second.
 */
import { useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { computed } from "@preact/signals";
import { useEngine } from "./useEngine.js";

const END_SECONDS = 0.3;

export function useParts(call, parts) {
  const [at, setAt] = useState(0);
  const index = Math.min(at, parts.length - 1);
  const part = parts[index] || null;
  const engine = useEngine(call.id, part);
  const waiting = useRef(null); // what is to happen once the part that holds the second is open

  const goTo = (seconds) => {
    const found = Math.max(0, parts.findLastIndex((one) => one.offset_seconds <= seconds + 0.01));
    const within = seconds - parts[found].offset_seconds;
    if (found === index) { engine?.seek(within); return; }
    waiting.current = { seconds: within, isPlaying: engine?.isPlaying.peek() ?? false };
    setAt(found);
  };
  useEffect(() => {
    const wish = waiting.current;
    if (!engine || !wish) return;
    waiting.current = null;
    engine.seek(wish.seconds);
    if (wish.isPlaying) engine.play();
  }, [engine]);
  useEffect(() => {
    if (!engine || index >= parts.length - 1) return undefined;
    let was = false;
    return engine.isPlaying.subscribe((is) => {
      const isAtEnd = engine.duration.peek() > 0 && engine.seconds.peek() >= engine.duration.peek() - END_SECONDS;
      if (was && !is && isAtEnd) { waiting.current = { seconds: 0, isPlaying: true }; setAt(index + 1); }
      was = is;
    });
  }, [engine, index, parts.length]);
  const whole = useMemo(() => engine && {
    ...engine,
    seconds: computed(() => (engine.seconds.value > 0 || index > 0 ? engine.seconds.value + part.offset_seconds : 0)),
    seek: goTo,
    play: () => { if (waiting.current) waiting.current.isPlaying = true; else engine.play(); },
  }, [engine, index, parts.length]);
  return { part, index, engine, whole, goTo };
}
