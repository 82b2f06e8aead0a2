// @ts-check
/** Who is signed in, what they may do, and the lists that come with the snapshot. */
import { computed, signal } from "@preact/signals";
import { del, onSignedOut, patch } from "../lib/api.js";
import { boot } from "../lib/boot.js";
import { setLocale } from "../lib/i18n.js";
import { showTheme } from "../lib/theme.js";

/**
 * @typedef {{ code: string, label_vi: string, label_en: string, is_ready: boolean, is_pickable?: boolean }} Status
 * @typedef {{ code: string, parent_code: string|null, label_vi: string, label_en: string, position: number, next_step: string|null }} Disposition
 */

export const me = signal(boot.user);
/** @type {import("@preact/signals").Signal<Record<string, boolean>>} */
export const permissions = signal({});
/** @type {import("@preact/signals").Signal<Status[]>} */
export const statuses = signal([]);
/** @type {import("@preact/signals").Signal<Disposition[]>} */
export const dispositions = signal([]);
/** @type {import("@preact/signals").Signal<"twilio"|"simulated"|"phone"|"none">} */
export const softphoneMode = signal("none");
export const isDemo = signal(boot.is_demo);

export const isSupervisor = computed(() => ["supervisor", "admin"].includes(me.value?.role || ""));

/** Whether not everybody's customers are mine to see. */
export const isLimited = computed(() => (me.value?.reach || "all") !== "all");

/** @param {string} permission a name of the server's policies, e.g. "reports.read" */
export const can = (permission) => permissions.value[permission] ?? isSupervisor.value;

/** @param {any} snapshot */
export function applySession(snapshot) {
  me.value = snapshot.me ?? me.value;
  permissions.value = snapshot.can || {};
  statuses.value = snapshot.statuses || [];
  dispositions.value = snapshot.dispositions || [];
  softphoneMode.value = snapshot.softphone?.mode || "none";
  isDemo.value = !!snapshot.is_demo;
}

/** @param {string} locale */
export async function chooseLocale(locale) {
  await setLocale(locale);
  await patch("/me", { locale });
}

/** @param {string} theme */
export async function chooseTheme(theme) {
  showTheme(theme);
  await patch("/me", { theme });
}

export async function signOut() {
  onSignedOut(() => {}); // our socket is refused before we have left: no reason to come back here
  await del("/session").catch(() => {});
  location.assign("/login");
}
