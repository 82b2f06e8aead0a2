/** A text that is typed: shown at once, handed on when the typing pauses. */
import { useEffect, useRef, useState } from "../lib/html.js";

export function useTyped(value, onSettled, pauseMs = 250) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const handed = useRef(value);
  useEffect(() => {
    if (value === handed.current) return;
    handed.current = value; // changed from outside: "clear filters", back button
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (typed) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { handed.current = typed; onSettled(typed); }, pauseMs);
  };
  return [text, type];
}
