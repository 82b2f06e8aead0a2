/** An empty place says what to do next: icon, title, one line, and an action (a Button) as children. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";

export const EmptyState = ({ icon, title, text, children }) => html`<div class="empty">
  ${icon && html`<${Icon} name=${icon} size=${24} />`}<p class="empty__title">${title}</p>
  ${text && html`<p class="empty__text">${text}</p>`}${children}</div>`;
