/** What some rules would mean, in numbers; asked for only when they limit or change something. */
import { get } from "../../lib/api.js";
import { useEffect } from "../../lib/html.js";
import { onEvent } from "../../store/live.js";
import { useResource } from "../useResource.js";

export function useReachPreview(wanted, isNeeded, lone) {
  const preview = useResource(() => (isNeeded ? get("/reach/preview", wanted) : Promise.resolve(null)), [wanted.agent, wanted.supervisor, isNeeded, lone]);
  useEffect(() => onEvent("teams.updated", preview.reload), [preview.reload]);
  return preview;
}
