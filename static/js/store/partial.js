// @ts-check
/**
 * Live events to a role that does not see everybody's customers only name what changed: it is fetched, and whoever may
 * see it hears of it as everybody else does. What another team has now goes from the lists it stood in (`outside`).
 */
import { ApiError, get } from "../lib/api.js";
import { publish } from "./events.js";
import { resetHands } from "./hands.js";
import { resetMissed } from "./missed.js";

/** @typedef {{ type: string, data: any, seq?: number|null, at?: string }} Envelope */

const PAUSE_MS = 300;

/** By type: fetches the thing and gives it back as listeners expect it. @type {Record<string, (data: any) => Promise<any>>} */
const FETCH = {
  "call.updated": async ({ id }) => ({ call: await get(`/calls/${id}`) }),
  "rating.created": async ({ call_id: id }) => ({ call: await get(`/calls/${id}`) }),
  "task.updated": async ({ id }) => ({ task: await get(`/tasks/${id}`) }),
  "lead.updated": async ({ id }) => ({ lead: await get(`/leads/${id}`) }),
  "lead.assigned": async ({ id, cause }) => ({ ...await get(`/leads/${id}`), cause }),
  "missed.updated": async ({ id }) => {
    resetMissed((await get("/missed-callers/counts")).open);
    return { item: await get(`/missed-callers/${id}`) };
  },
  "hand.updated": async () => resetHands((await get("/hands")).items),
};
/** A rating is shown with its call. @type {Record<string, string>} */
const TOLD_AS = { "rating.created": "call.updated" };

/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const waiting = new Map();

/** Fetches what the event names, once for several events in a row. @param {Envelope} envelope */
export function fill(envelope) {
  const key = `${envelope.type}:${envelope.data.call_id || envelope.data.id}`;
  clearTimeout(waiting.get(key));
  waiting.set(key, setTimeout(() => { waiting.delete(key); tell(envelope); }, PAUSE_MS));
}

/** @param {Envelope} envelope */
async function tell({ type, data, at }) {
  try {
    const found = await FETCH[type]?.(data);
    if (found) publish({ type: TOLD_AS[type] || type, data: found, at });
  } catch (error) {
    if (error instanceof ApiError && [403, 404].includes(error.status)) publish({ type: "outside", data: { id: data.id } });
  }
}
