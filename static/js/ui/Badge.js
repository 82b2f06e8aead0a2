/** Badge: kind = accent | ringing | waiting | late | done | vip | warn | line. State dots always stand beside a word. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";

export const Badge = ({ kind = "", icon, title, children }) => html`<span class=${`badge ${kind && `badge--${kind}`}`} title=${title || null}>
  ${icon && html`<${Icon} name=${icon} size=${12} />`}${children}</span>`;

export const Dot = ({ kind = "" }) => html`<span class=${`dot ${kind && `dot--${kind}`}`} aria-hidden="true"></span>`;
