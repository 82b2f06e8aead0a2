/** A note's words with the colleagues named in it set off. */
import { html } from "../../lib/html.js";

export function MentionText({ note }) {
  const names = [...new Set((note.mentions || []).map((one) => `@${one.name}`))].sort((a, b) => b.length - a.length);
  if (!names.length) return note.text;
  const parts = note.text.split(new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "u"));
  return parts.map((part, n) => (n % 2 ? html`<b key=${n} class="mention">${part}</b>` : part));
}
