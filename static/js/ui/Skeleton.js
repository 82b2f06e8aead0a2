/** Grey lines in the shape of what is coming. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";

export const Skeleton = ({ lines = 3, title = false }) => html`<div role="status" aria-busy="true"><span class="sr-only">${t("ui.loading")}</span>
  ${title && html`<span class="skeleton skeleton--title"></span>`}
  ${Array.from({ length: lines }, (_, index) => html`<span key=${index} class=${`skeleton ${index % 3 === 2 ? "skeleton--short" : ""}`}></span>`)}</div>`;
