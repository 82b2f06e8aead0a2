/** How many rows became what, as figures in one line. Nothing is shown for what did not happen. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";

const LOOKS = {
  created: ["user-plus", "state-done"], updated: ["pencil", "state-live"], unchanged: ["check", ""], skipped: ["skip-forward", ""],
  outside: ["lock", ""], failed: ["circle-alert", "state-late"], line: ["list-checks", ""], new_customers: ["user-plus", ""], repaired: ["sparkles", ""], removed: ["trash-2", "state-done"], restored: ["rotate-ccw", "state-done"],
  kept: ["pin", "state-waiting"],
};

/** @param {{counts: object, words: "will"|"did", names?: string[]}} props */
export const Tally = ({ counts, words, names = Object.keys(LOOKS) }) => html`<ul class="tally">
  ${names.filter((name) => counts?.[name]).map((name) => html`<li key=${name} class="tally__one">
    <span class=${`tally__number num ${LOOKS[name][1]}`}>${formatNumber(counts[name])}</span>
    <span class="tally__name"><${Icon} name=${LOOKS[name][0]} size=${14} />${t(`imports.${words}.${name}`)}</span></li>`)}
</ul>`;
