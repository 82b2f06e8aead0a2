// @ts-check
/** Agents' states on the supervisor's screen. */
import { isReadyStatus } from "../../shell/statusLooks.js";
import { isNewer } from "../../store/versions.js";

/** @typedef {Record<string, any> & {id: string, status: string, activity: string, version?: number}} Agent */

/** @param {Agent[]} agents @param {any} presence @returns {Agent[]} */
export function withPresence(agents, presence) {
  return agents.map((agent) => {
    if (agent.id !== presence.agent_id || !isNewer(agent, presence)) return agent;
    const { agent_id: _id, ...state } = presence;
    return { ...agent, ...state, call: ["talking", "hold"].includes(state.activity) ? agent.call : null };
  });
}

/** Those who are there first, then by name: rows must not jump at each call. @param {Agent[]} agents */
export const inOrder = (agents) => [...agents].sort((a, b) => Number(a.status === "offline") - Number(b.status === "offline") || a.name.localeCompare(b.name, "vi"));

const ACTIVITY_KINDS = /** @type {Record<string, string>} */ ({ ringing: "ringing", talking: "live", hold: "waiting", wrap_up: "waiting" });
const ACTIVITY_ICONS = /** @type {Record<string, string>} */ ({ ringing: "phone-incoming", talking: "phone-call", hold: "pause", wrap_up: "pencil" });

/** @param {string} activity */
export const activityKind = (activity) => ACTIVITY_KINDS[activity] ?? "";
/** @param {string} activity */
export const activityIcon = (activity) => ACTIVITY_ICONS[activity] ?? "";

/** How many are free, at work, away. @param {Agent[]} agents */
export function countStates(agents) {
  const there = agents.filter((agent) => agent.status !== "offline");
  const busy = there.filter((agent) => agent.activity !== "idle");
  const free = there.filter((agent) => isReadyStatus(agent.status) && agent.activity === "idle" && agent.is_reachable && !agent.off_duty);
  return { free: free.length, busy: busy.length, away: there.length - busy.length - free.length };
}
