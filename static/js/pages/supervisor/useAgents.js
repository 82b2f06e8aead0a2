/** Agents with their state: fetched, polled, and corrected at once by each live event. */
import { get } from "../../lib/api.js";
import { useEffect } from "../../lib/html.js";
import { onEvent } from "../../store/live.js";
import { usePolled } from "../usePolled.js";
import { withPresence } from "./presence.js";

const AGENTS_MS = 15_000;

export function useAgents() {
  // The event has the state alone: whose call it is and today's count are asked for right after.
  const agents = usePolled(() => get("/agents").then((body) => body.items), { everyMs: AGENTS_MS, events: ["agent.updated"] });
  useEffect(() => onEvent("agent.updated", ({ presence }) => agents.set((known) => known && withPresence(known, presence))), []);
  return agents;
}
