/** Asks the server while one types: the last question wins, what was found stays until the next answer is there. */
import { get } from "../lib/api.js";
import { useEffect, useState } from "../lib/html.js";

const PAUSE_MS = 40;
const KEPT_MS = 20_000;
const NOTHING = { q: "", found: {}, error: null };

/** Questions just answered: going back a letter, or opening the palette again, asks nobody. @type {Map<string, {found: any, at: number}>} */
const answered = new Map();

export function useSearch(typed) {
  const q = typed.trim();
  const [answer, setAnswer] = useState(NOTHING);
  useEffect(() => {
    const known = recall(q);
    if (!q || known) return setAnswer(q ? { q, found: known, error: null } : NOTHING);
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      get("/search", { q }, { signal: leaving.signal }).then(
        (found) => {
          if (leaving.signal.aborted) return; // left while the answer was still coming in: it may be cut short
          answered.set(q, { found, at: Date.now() });
          setAnswer({ q, found, error: null });
        },
        (error) => leaving.signal.aborted || setAnswer({ q, found: {}, error }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [q]);
  return { ...answer, isAsking: !!q && answer.q !== q };
}

function recall(q) {
  for (const [asked, { at }] of answered) if (Date.now() - at > KEPT_MS) answered.delete(asked);
  return answered.get(q)?.found;
}
