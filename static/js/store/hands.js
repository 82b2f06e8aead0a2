// @ts-check
/** Raised hands that concern me: my own, and everybody's if I lead. */
import { computed, signal } from "@preact/signals";
import { del, post } from "../lib/api.js";
import { onEvent } from "./events.js";
import { me } from "./session.js";
import { isNewer } from "./versions.js";

/** @typedef {Record<string, any> & { id: string, version: number, agent_id: string, coming_name: string|null }} Hand */

/** @type {import("@preact/signals").Signal<Hand[]>} */
export const hands = signal([]);
export const myHand = computed(() => hands.value.find((one) => one.agent_id === me.value?.id) || null);

/** @param {Hand[]|undefined} list of the snapshot */
export const resetHands = (list) => { hands.value = list || []; };

/** @param {any} hand */
export function applyHand(hand) {
  if (!isNewer(hands.value.find((one) => one.id === hand.id), hand)) return;
  hands.value = [...hands.value.filter((one) => one.id !== hand.id), ...(hand.lowered_at ? [] : [hand])].sort((a, b) => a.raised_at.localeCompare(b.raised_at));
}

export const toggleHand = async () => applyHand(await (myHand.value ? del(`/hands/${myHand.value.id}`) : post("/hands")));

onEvent("hand.updated", (data) => applyHand(data.hand));
