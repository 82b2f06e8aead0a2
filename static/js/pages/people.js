// @ts-check
/** Names for filters and choices: colleagues, queues and teams. Fetched once; those who may not list them get none. */
import { signal } from "@preact/signals";
import { get } from "../lib/api.js";
import { onEvent } from "../store/live.js";
import { can } from "../store/session.js";

/** @typedef {{id: string, name: string, role?: string}} Named */

/** @type {import("@preact/signals").Signal<Named[]>} */
export const agents = signal([]);
/** @type {import("@preact/signals").Signal<Named[]>} */
export const queues = signal([]);

/** @type {Set<string>} */
const asked = new Set();

/** @type {import("@preact/signals").Signal<import("./teams/membership.js").Team[]>} */
export const teams = signal([]);

export const fetchAgents = () => fetchOnce("/agents", "agents.read", agents);
export const fetchQueues = () => fetchOnce("/queues", "queues.read", queues);
export const fetchTeams = () => fetchOnce("/teams", "teams.read", teams);

/** @param {string} path @param {string} permission @param {import("@preact/signals").Signal<any[]>} into */
async function fetchOnce(path, permission, into) {
  if (asked.has(path) || !can(permission)) return;
  asked.add(path);
  try {
    into.value = (await get(path)).items;
  } catch {
    asked.delete(path); // a filter without names is a smaller loss than a page that fails
  }
}

onEvent("resync", () => asked.clear());
onEvent("teams.updated", () => { if (asked.delete("/teams")) fetchTeams(); });
