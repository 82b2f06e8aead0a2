/** One pair of the queue, to be decided: side by side, with why, and the two ways out. Remounted for each pair. */
import { html, useEffect, useRef } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { addShortcuts } from "../../lib/keys.js";
import { Button } from "../../ui/Button.js";
import { Comparison } from "./Comparison.js";
import { byWeight } from "./fieldChoice.js";
import { Likeness, Reasons } from "./Reasons.js";
import { useComparison } from "./useComparison.js";

export function Pair({ pair, onMerged, onDismiss, onBack }) {
  const state = useComparison(byWeight(pair.customers).map((one) => one.id), { onMerged });
  const latest = useRef(null);
  latest.current = { merge: state.merge, dismiss: onDismiss };
  useEffect(() => addShortcuts([
    { id: "duplicates_merge", key: "m", label: "duplicates.keys.merge", group: "duplicates.keys.group", run: () => latest.current.merge() },
    { id: "duplicates_dismiss", key: "x", label: "duplicates.keys.dismiss", group: "duplicates.keys.group", run: () => latest.current.dismiss() },
  ]), []);
  return html`<section class="pair" aria-label=${pair.customers.map((one) => one.display_name).join(" – ")}>
    <header class="pair__head"><span class="pair__back"><${Button} kind="ghost" icon="arrow-left" onClick=${onBack}>${t("duplicates.queue")}<//></span>
      <${Likeness} score=${pair.score} /><${Reasons} reasons=${pair.reasons} /></header>
    <div class="pair__body"><${Comparison} state=${state} /></div>
    <footer class="pair__foot">
      <span class="dim pair__promise">${t("duplicates.promise")}</span>
      <${Button} icon="x" shortcut="duplicates_dismiss" onClick=${onDismiss}>${t("duplicates.dismiss")}<//>
      <${Button} kind="primary" icon="git-merge" shortcut="duplicates_merge" busy=${state.isBusy} disabled=${!state.data} onClick=${state.merge}>${t("duplicates.merge")}<//>
    </footer>
  </section>`;
}
