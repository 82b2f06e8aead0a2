/** Running times by the server's clock. Hidden from screen readers' chatter: the exact time is in the title. */
import { minute, secondsSince, secondsUntil } from "../lib/clock.js";
import { formatAgo, formatClock, formatExact } from "../lib/format.js";
import { html } from "../lib/html.js";

/** Counts up from `since`, or down to `until`. */
export function Timer({ since, until, class: extra = "" }) {
  const seconds = until ? secondsUntil(until) : secondsSince(since);
  return html`<time class=${`num ${extra}`} role="timer" aria-live="off" title=${formatExact(until || since)}>${formatClock(seconds)}</time>`;
}

/** "12 ngày", the exact time on hover. */
export function Ago({ at, class: extra = "" }) {
  return at ? html`<time class=${`num ${extra}`} datetime=${at} title=${formatExact(at)}>${formatAgo(at, minute.value + 59_999)}</time>` : null;
}
