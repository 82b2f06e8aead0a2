/** One thing fetched for a page: `{data, error, isLoading, reload, set}`. A late answer to an old question is dropped. */
import { useCallback, useEffect, useRef, useState } from "../lib/html.js";

export function useResource(load, deps) {
  const [state, setState] = useState({ data: null, error: null, isLoading: true });
  const question = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++question.current;
    try {
      const data = await load();
      if (mine === question.current) setState({ data, error: null, isLoading: false });
    } catch (error) {
      if (mine === question.current) setState((old) => ({ ...old, error, isLoading: false }));
    }
  }, deps);
  useEffect(() => {
    setState({ data: null, error: null, isLoading: true });
    reload();
    return () => { question.current += 1; };
  }, deps);
  const set = useCallback((change) => setState((old) => ({ ...old, data: typeof change === "function" ? change(old.data) : change })), []);
  return { ...state, reload, set };
}
