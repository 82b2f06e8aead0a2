// @ts-check
/**
 * Keyboard shortcuts. Each has an id, a default key and words; people may choose other keys (kept in this browser).
 * A shortcut never fires while typing, nor with Ctrl/Alt/⌘ held, except those declared with "mod+". When several of the
 * same key are registered, the one registered last and able to run wins: a panel that opens takes its keys with it.
 */
import { signal } from "@preact/signals";

const STORED = "cc:keys";

/**
 * @typedef {{ id: string, key: string, label: string, group?: string, run: (event: KeyboardEvent) => void,
 *   when?: () => boolean, isHidden?: boolean, isFixed?: boolean, cap?: string }} Shortcut
 */

/** @type {Shortcut[]} */
let active = [];
/** Raised when the list or a chosen key changes; the help sheet reads it. */
export const shortcutsVersion = signal(0);

/** @returns {Record<string, string>} */
function readChosen() {
  try {
    return JSON.parse(localStorage.getItem(STORED) || "{}");
  } catch {
    return {};
  }
}

let chosen = globalThis.localStorage ? readChosen() : {};

/** @param {Shortcut[]} list @returns {() => void} takes them away again */
export function addShortcuts(list) {
  active = [...active, ...list];
  shortcutsVersion.value += 1;
  return () => {
    active = active.filter((shortcut) => !list.includes(shortcut));
    shortcutsVersion.value += 1;
  };
}

/** Those worth showing, one per id. @returns {Shortcut[]} */
export const listShortcuts = () => [...new Map(active.filter((s) => !s.isHidden).map((s) => [s.id, s])).values()];

/** The key in force for a shortcut, e.g. "a", "mod+k". @param {string} id @param {string} [fallback] */
export const keyOf = (id, fallback = "") => {
  void shortcutsVersion.value;
  return chosen[id] || active.findLast((shortcut) => shortcut.id === id)?.key || fallback;
};

/** How a key is printed on a cap: "⌘K", "A", "↵". @param {string} key */
export function capOf(key) {
  const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform || "");
  const [name, mod] = [key.replace("mod+", ""), key.startsWith("mod+")];
  const cap = { enter: "↵", escape: "Esc", " ": "Space", arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→" }[name] || name.toUpperCase();
  return mod ? (isMac ? `⌘${cap}` : `Ctrl ${cap}`) : cap;
}

/**
 * Choose another key, or the default again with null. A key that another shortcut has is refused.
 * @param {string} id @param {string|null} key @returns {Shortcut|null} the one in the way
 */
export function chooseKey(id, key) {
  const clash = key ? listShortcuts().find((other) => other.id !== id && keyOf(other.id) === key) : null;
  if (clash) return clash;
  const { [id]: _old, ...others } = chosen;
  chosen = key ? { ...others, [id]: key } : others;
  localStorage.setItem(STORED, JSON.stringify(chosen));
  shortcutsVersion.value += 1;
  return null;
}

/** The name of a pressed key as shortcuts write it, or "" for a modifier alone. @param {KeyboardEvent} event */
export function nameOf(event) {
  if (["Shift", "Control", "Alt", "Meta", "CapsLock", "Dead", "Process"].includes(event.key)) return "";
  const key = event.key.toLowerCase();
  return (event.ctrlKey || event.metaKey ? "mod+" : "") + key;
}

/** @param {EventTarget|null} target */
export function isTyping(target) {
  const element = /** @type {HTMLElement|null} */ (target);
  if (!element?.matches) return false;
  return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=range])");
}

/** @param {KeyboardEvent} event */
export function handleKey(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.repeat) return;
  const pressed = nameOf(event);
  if (!pressed || (!pressed.startsWith("mod+") && isTyping(event.target))) return;
  const shortcut = active.findLast((one) => (chosen[one.id] || one.key) === pressed && (one.when ? one.when() : true));
  if (!shortcut || isPressingControl(event, pressed)) return;
  event.preventDefault();
  shortcut.run(event);
}

/** Enter and Space on a focused button or link belong to it. @param {KeyboardEvent} event @param {string} pressed */
function isPressingControl(event, pressed) {
  const element = /** @type {HTMLElement|null} */ (event.target);
  return ["enter", " "].includes(pressed) && !!element?.matches?.("button, a, [role=menuitem], [role=tab], summary, input");
}

/** Listen on the whole page; call once. */
export const startKeys = () => {
  document.addEventListener("keydown", handleKey);
  window.addEventListener("storage", (event) => {
    if (event.key !== STORED) return;
    chosen = readChosen();
    shortcutsVersion.value += 1;
  });
};
