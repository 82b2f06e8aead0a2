// @ts-check
/** Lucide icons from one cached sprite. Decorative unless a label is given: then it is an image with that name. */
import { boot } from "./boot.js";
import { html } from "./html.js";

/** @param {{ name: string, size?: 12|14|16|20|24, label?: string, class?: string }} props */
export function Icon({ name, size = 16, label, class: extra = "" }) {
  const classes = `icon ${size === 16 ? "" : `icon--${size}`} ${extra}`;
  return html`<svg class=${classes} role=${label ? "img" : null} aria-label=${label || null} aria-hidden=${label ? null : "true"}>
    <use href=${`${boot.sprite_url}#${name}`} /></svg>`;
}
