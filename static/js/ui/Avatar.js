/** Initials in a tint that follows the name. Decorative: the name stands beside it. */
import { initialsOf } from "../lib/format.js";
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";

const tintOf = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 0);

export function Avatar({ name, size = 32 }) {
  const initials = initialsOf(name);
  const classes = `avatar ${size === 32 ? "" : `avatar--${size}`} ${initials ? `avatar--tint${tintOf(name)}` : ""}`;
  return html`<span class=${classes} aria-hidden="true">${initials || html`<${Icon} name="user-round" />`}</span>`;
}
