// @ts-check
/** Whether live updates arrive. `isStale` means: what is on screen may be old, say so. */
import { computed, signal } from "@preact/signals";

/** @type {import("@preact/signals").Signal<import("../lib/socket.js").NetState>} */
export const netState = signal("connecting");
export const isOnline = computed(() => netState.value === "online");
/** True once the first snapshot was applied: before that, skeletons instead of "nothing here". */
export const isLoaded = signal(false);
