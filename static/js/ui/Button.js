/** Button. `busy` keeps its width and says so; `why` explains a disabled one on hover, focus and to screen readers. */
import { html, useId } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Kbd } from "./Kbd.js";

export function Button({ kind = "", size = "", icon, shortcut, busy, disabled, why, class: extra = "", children, label, onClick, ...rest }) {
  const id = useId();
  const isOff = disabled || busy;
  const classes = ["btn", kind && `btn--${kind}`, size && `btn--${size}`, !children && icon && "btn--icon", extra].filter(Boolean).join(" ");
  // aria-disabled instead of disabled when there is a reason: the button stays reachable so that the reason can be read.
  const state = isOff && why ? { "aria-disabled": "true", "aria-describedby": id } : { disabled: isOff };
  return html`<button type="button" class=${classes} aria-label=${label || null} title=${(isOff && why) || label || null}
      aria-busy=${busy ? "true" : null} ...${state} onClick=${(event) => (isOff ? event.preventDefault() : onClick?.(event))} ...${rest}>
    ${busy ? html`<${Icon} name="loader-circle" class="icon--spin" />` : icon && html`<${Icon} name=${icon} />`}
    ${children}${shortcut && html`<${Kbd} id=${shortcut} />`}
    ${isOff && why && html`<span class="sr-only" id=${id}>${why}</span>`}
  </button>`;
}
