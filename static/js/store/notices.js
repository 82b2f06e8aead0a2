// @ts-check
/** How many of my notifications I have not read. The list itself is fetched when somebody opens it. */
import { signal } from "@preact/signals";
import { onEvent } from "./events.js";

export const unread = signal(0);

/** @param {number|undefined} count of the snapshot */
export const resetUnread = (count) => { unread.value = count || 0; };

onEvent("notification.created", (data) => { unread.value = data.unread; });
onEvent("notification.read", (data) => { unread.value = data.unread; });
