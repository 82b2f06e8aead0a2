/** A key cap. `id` names a shortcut (so that a remapped key is shown), `cap` a fixed key. */
import { html } from "../lib/html.js";
import { capOf, keyOf } from "../lib/keys.js";

export function Kbd({ id, cap }) {
  const key = id ? keyOf(id) : cap;
  return key ? html`<kbd class="kbd" aria-hidden="true">${capOf(key)}</kbd>` : null;
}
