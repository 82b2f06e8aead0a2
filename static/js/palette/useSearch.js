/** Asks the server while one types: the last question wins, and what was found stays until the next answer is there. */
import { get } from "../lib/api.js";
import { useEffect, useState } from "../lib/html.js";

const PAUSE_MS = 140;
const MIN_LETTERS = 2;

export function useSearch(typed) {
  const q = typed.trim();
  const [answer, setAnswer] = useState({ q: "", found: {}, error: null });
  useEffect(() => {
    if (q.length < MIN_LETTERS) return setAnswer({ q: "", found: {}, error: null });
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      get("/search", { q }, { signal: leaving.signal }).then(
        (found) => setAnswer({ q, found, error: null }),
        (error) => leaving.signal.aborted || setAnswer({ q, found: {}, error }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [q]);
  return { ...answer, isAsking: q.length >= MIN_LETTERS && answer.q !== q };
}
