// @ts-check
/** My status (what I picked), activity (what the server sees me do) and the status queued for after this call. */
import { computed, signal } from "@preact/signals";
import { post } from "../lib/api.js";
import { dropUnanswered } from "./calls.js";
import { onEvent, publish } from "./events.js";
import { me } from "./session.js";
import { isNewer } from "./versions.js";

/**
 * @typedef {{ agent_id: string, status: string, status_since: string, next_status: string|null,
 *   activity: "idle"|"ringing"|"talking"|"hold"|"wrap_up", activity_since: string, is_reachable: boolean, version: number }} Presence
 */

/** @type {import("@preact/signals").Signal<Presence|null>} */
export const presence = signal(null);

/** Why the roster keeps work from me although I am ready: off_shift, on_leave, holiday. @type {import("@preact/signals").Signal<{off_duty: string|null, next_shift_at: string|null}|null>} */
export const duty = signal(null);

export const isBusy = computed(() => !!presence.value && presence.value.activity !== "idle");

/** @param {Presence|null|undefined} incoming */
export function applyPresence(incoming) {
  if (!incoming || incoming.agent_id !== me.value?.id) return;
  if (!isNewer(presence.value, incoming)) return;
  const wasBusy = isBusy.value;
  presence.value = incoming;
  if (wasBusy && !isBusy.value && dropUnanswered()) publish({ type: "local.bridge_failed" });
}

/** @param {Presence} snapshot */
export const resetPresence = (snapshot) => { presence.value = snapshot; };

/** Change now, or after the present work when busy. @param {string|null} status @param {"now"|"next"} [when] */
export async function setStatus(status, when = isBusy.value ? "next" : "now") {
  applyPresence(await post("/agents/me/status", { status, when }));
}

onEvent("agent.updated", (data) => applyPresence(data.presence));
