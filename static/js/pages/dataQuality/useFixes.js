/** The changes to many at once; asked for each second while one of them runs. `onEnd` when the last has ended. */
import { get } from "../../lib/api.js";
import { useEffect, useRef } from "../../lib/html.js";
import { useResource } from "../useResource.js";

const EVERY_MS = 1_000;

export function useFixes(onEnd) {
  const { data, reload } = useResource(() => get("/data-quality/fixes"), []);
  const fixes = data?.items || [];
  const isMoving = fixes.some((fix) => fix.state === "running" || fix.state === "undoing");
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isMoving) onEnd();
    was.current = isMoving;
    if (!isMoving) return undefined;
    const timer = setInterval(reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return { fixes, isMoving, reload };
}
