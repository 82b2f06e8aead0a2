/** A small circle that empties: what is left of a wrap-up or a ring, 0…1. */
import { html } from "../lib/html.js";

const LENGTH = 2 * Math.PI * 7;

export const Ring = ({ part, kind = "" }) => html`<svg class=${`ring-timer ${kind && `state-${kind}`}`} width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
  <circle cx="9" cy="9" r="7" fill="none" stroke="var(--line)" stroke-width="3" />
  <circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" transform="rotate(-90 9 9)"
    stroke-dasharray=${LENGTH} stroke-dashoffset=${LENGTH * (1 - Math.max(0, Math.min(1, part)))} /></svg>`;
