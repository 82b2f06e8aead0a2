/** One to five stars: a slider for keyboard and screen reader, a click for the mouse. Read-only without `onChange`. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

const STARS = [1, 2, 3, 4, 5];

export function Level({ name, level, onChange }) {
  const words = t("orders.interest_level", { n: level });
  const stars = STARS.map((one) => html`<span key=${one} class=${`level__star ${one <= level ? "level__star--on" : ""}`} onClick=${onChange && (() => onChange(one))}>${one <= level ? "★" : "☆"}</span>`);
  if (!onChange) return html`<span class="level" role="img" aria-label=${words} title=${words}>${stars}</span>`;
  const onKey = (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onChange(Math.min(5, Math.max(1, level + step)));
  };
  return html`<span class="level level--editable" role="slider" tabindex="0" aria-label=${t("orders.interest_in", { name })} aria-valuemin="1" aria-valuemax="5" aria-valuenow=${level} aria-valuetext=${words} title=${words} onKeyDown=${onKey}>${stars}</span>`;
}
