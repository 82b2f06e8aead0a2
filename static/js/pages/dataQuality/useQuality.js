/** The last measurement, and measuring anew: asked for, then looked for until it is there. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { useEffect, useRef, useState } from "../../lib/html.js";
import { toast } from "../../lib/toasts.js";
import { useResource } from "../useResource.js";

const EVERY_MS = 1_000;
const LONGEST_MS = 120_000;

export function useQuality() {
  const resource = useResource(() => get("/data-quality"), []);
  const [isMeasuring, setMeasuring] = useState(false);
  const isGone = useRef(false);
  const { set } = resource;
  const measure = async (before) => {
    setMeasuring(true);
    try {
      await post("/data-quality/measurements");
      for (let waited = 0; waited < LONGEST_MS && !isGone.current; waited += EVERY_MS) {
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
        const found = await get("/data-quality");
        if (found.measured_at !== before) { set(found); break; }
      }
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
    if (!isGone.current) setMeasuring(false);
  };
  useEffect(() => () => { isGone.current = true; }, []);
  useEffect(() => { if (resource.data && !resource.data.measured_at) measure(null); }, [resource.data?.measured_at === null]);
  return { ...resource, isMeasuring, measure: () => measure(resource.data?.measured_at ?? null) };
}
