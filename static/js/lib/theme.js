// @ts-check
/** Light, dark or as the computer says; the server remembers it with the person, the page shows it at once. */
import { signal } from "@preact/signals";

export const THEMES = ["auto", "light", "dark"];
export const theme = signal(globalThis.document?.documentElement.dataset.theme || "auto");

/** @param {string} name one of THEMES */
export function showTheme(name) {
  theme.value = THEMES.includes(name) ? name : "auto";
  document.documentElement.dataset.theme = theme.value;
}
