// @ts-check
/** The last calls I handled, for the work column. */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";
import { onEvent } from "./events.js";
import { me } from "./session.js";

/** @type {import("@preact/signals").Signal<any[]|null>} null until fetched */
export const recentCalls = signal(null);

/** @type {any} */
let timer = null;

export async function fetchRecent() {
  if (!me.value) return;
  const page = await get("/calls", { agent: me.value.id, limit: 7 }).catch(() => null);
  if (page) recentCalls.value = page.items.filter((/** @type {any} */ call) => call.ended_at);
}

/** A call ended or was wrapped up: look again, once, a moment later. */
function fetchSoon() {
  if (recentCalls.value === null) return;
  clearTimeout(timer);
  timer = setTimeout(fetchRecent, 1_500);
}

onEvent("call.updated", (data) => { if (data.call?.agent_id === me.value?.id && data.call?.ended_at) fetchSoon(); });
onEvent("resync", fetchSoon);
