// @ts-check
/** What the softphone is doing. Kept apart from the softphones so that the bar can show it without loading them. */
import { signal } from "@preact/signals";

/**
 * none: no audio here · phone: answers on an own telephone · simulated · blocked: the browser waits for a click ·
 * connecting, ready, failed · ask, denied: the microphone · other_tab: another tab holds the line
 * @typedef {"none"|"phone"|"simulated"|"blocked"|"connecting"|"ready"|"failed"|"ask"|"denied"|"other_tab"} PhoneState
 */

/** @type {import("@preact/signals").Signal<PhoneState>} */
export const phoneState = signal("none");
export const isMuted = signal(false);
