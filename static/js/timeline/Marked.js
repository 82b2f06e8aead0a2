/** Plain text with its hits marked. `marks` are [start, end] in code points, which is what the server counts in. */
import { html } from "../lib/html.js";

export function Marked({ text, marks }) {
  const letters = [...text];
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(letters.slice(at, start).join(""), html`<mark>${letters.slice(start, end).join("")}</mark>`);
    at = end;
  }
  return html`${parts}${letters.slice(at).join("")}`;
}
