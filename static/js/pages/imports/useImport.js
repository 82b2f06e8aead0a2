/** One import, asked for every second while the server is at it. `act(step)` takes a step and shows what became of it. */
import { get, post } from "../../lib/api.js";
import { useEffect, useState } from "../../lib/html.js";
import { toast } from "../../lib/toasts.js";
import { useResource } from "../useResource.js";
import { fileErrorText } from "./fileError.js";

const WORKING = ["checking", "running", "undoing"];
const EVERY_MS = 1000;

export const isWorking = (state) => WORKING.includes(state);

export function useImport(id) {
  const resource = useResource(() => get(`/imports/${id}`), [id]);
  const [busyStep, setBusyStep] = useState("");
  const state = resource.data?.state;
  useEffect(() => {
    if (!isWorking(state)) return undefined;
    const timer = setInterval(resource.reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [state, id]);

  const act = async (step) => {
    setBusyStep(step);
    try {
      resource.set(await post(`/imports/${id}/${step}`));
    } catch (error) {
      toast(fileErrorText(error), { kind: "late" });
      resource.reload();
    } finally {
      setBusyStep("");
    }
  };
  return { ...resource, act, busyStep };
}

const OUTCOMES = ["created", "updated", "unchanged", "line", "skipped", "outside", "failed"];

/** How many rows have been dealt with. */
export const rowsDone = (counts = {}) => OUTCOMES.reduce((sum, name) => sum + (counts[name] || 0), 0);
