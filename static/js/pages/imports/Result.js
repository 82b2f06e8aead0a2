/** The last step: what became of each row, the report, and the way back. */
import { html, useState } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { Bar } from "./Bar.js";
import { Ledger } from "./Ledger.js";
import { Tally } from "./Tally.js";
import { rowsDone } from "./useImport.js";

const ROWS = ["created", "updated", "unchanged", "line", "skipped", "outside", "failed", "new_customers", "repaired"];

export function Result({ job, act, busyStep }) {
  const [isAsking, setAsking] = useState(false);
  const written = (job.counts.created || 0) + (job.counts.updated || 0);
  const undone = ["removed", "restored", "kept"].reduce((sum, name) => sum + (job.undo_counts[name] || 0), 0);
  return html`<div class="stack import-step">
    <section class="panel stack">
      <h2>${t(`imports.states.${job.state}`)}</h2>
      <div role="status"><${Tally} counts=${job.counts} words="did" names=${ROWS} /></div>
      ${job.state === "undoing" && html`<${Bar} done=${undone} total=${written} label=${t("imports.states.undoing")} />`}
      ${["undoing", "undone"].includes(job.state) && html`<${Tally} counts=${job.undo_counts} words="did" names=${["removed", "restored", "kept"]} />`}
      ${job.state === "undone" && html`<p class="muted">${t(job.undo_counts.kept ? "imports.result.some_kept" : "imports.result.all_undone")}</p>`}
      <div class="row row--wrap">
        ${rowsDone(job.counts) > 0 && html`<${Download} id=${job.id} rows="" />`}
        ${(job.counts.failed > 0 || job.counts.outside > 0 || job.undo_counts.kept > 0) && html`<${Download} id=${job.id} rows="problems" />`}
        <span class="push"></span>
        ${job.can.includes("undo") && html`<${Button} icon="rotate-ccw" busy=${busyStep === "undo"} onClick=${() => setAsking(true)}>${t("imports.actions.undo")}<//>`}
        <a class="btn btn--primary" href="/imports">${t("imports.actions.another")}</a></div>
    </section>
    ${rowsDone(job.counts) > 0 && html`<${Ledger} job=${job} />`}
    ${isAsking && html`<${Confirm} title=${t("imports.result.undo_title")} text=${t(`imports.result.undo_text${job.kind === "customers" ? "" : `_${job.kind}`}`)} action=${t("imports.actions.undo")}
      onConfirm=${() => act("undo")} onClose=${() => setAsking(false)} />`}
  </div>`;
}

const Download = ({ id, rows }) => html`<a class="btn" href=${`/api/v1/imports/${id}/report${rows && `?rows=${rows}`}`} download>
  <${Icon} name="download" />${t(`imports.result.report_${rows || "all"}`)}</a>`;
