/** Where an import is on its way: file, columns, check, run, result. */
import { html } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";

const STEPS = ["file", "columns", "check", "run", "result"];
const BY_STATE = {
  mapping: "columns", checking: "check", checked: "check", running: "run", paused: "run", failed: "run",
  done: "result", canceled: "result", undoing: "result", undone: "result",
};

export const stepOf = (state) => BY_STATE[state] || "columns";

export function Steps({ current }) {
  const at = STEPS.indexOf(current);
  return html`<ol class="steps" aria-label=${t("imports.steps.label")}>
    ${STEPS.map((step, index) => html`<li key=${step} class=${`steps__step ${index < at ? "steps__step--done" : ""} ${index === at ? "steps__step--now" : ""}`}
        aria-current=${index === at ? "step" : null}>
      <span class="steps__mark">${index < at ? html`<${Icon} name="check" size=${12} />` : index + 1}</span><span class="steps__name">${t(`imports.steps.${step}`)}</span></li>`)}
  </ol>`;
}
