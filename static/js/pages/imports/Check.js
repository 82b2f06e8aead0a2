/** The third step: the file as the import would see it; nothing is written yet. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Bar } from "./Bar.js";
import { Known, ProblemRows, Summary } from "./Findings.js";
import { Tally } from "./Tally.js";

export function Check({ job, act, busyStep, onBack, onCancel }) {
  const found = job.findings;
  const isChecking = job.state === "checking";
  const willWrite = (found.outcomes?.created || 0) + (found.outcomes?.updated || 0);
  const problems = found.problems || [];
  const known = found.duplicates || [];
  return html`<div class="stack import-step">
    ${isChecking && html`<${Bar} done=${found.rows || 0} total=${null} label=${t("imports.check.checking")} />`}
    <div role="status"><${Tally} counts=${{ ...found.outcomes, repaired: found.repaired }} words="will" /></div>
    ${found.by_code?.length > 0 && html`<section class="panel"><h2>${t("imports.check.problems")}</h2><${Summary} job=${job} />
      <details class="import-more" open=${problems.length <= 12}><summary>${t("imports.check.first_rows", { n: problems.length })}</summary><${ProblemRows} job=${job} rows=${problems} /></details></section>`}
    ${known.length > 0 && html`<section class="panel"><h2>${t(`imports.check.known_${job.options.on_duplicate}`)}</h2>
      <details class="import-more" open=${known.length <= 8}><summary>${t("imports.check.first_rows", { n: known.length })}</summary><${Known} rows=${known} /></details></section>`}
    ${!isChecking && !problems.length && willWrite > 0 && html`<p class="notice notice--done">${t("imports.check.all_good")}</p>`}
    ${!isChecking && !willWrite && html`<${EmptyState} icon="info" title=${t("imports.check.nothing")} text=${t("imports.check.nothing_text")} />`}
    <div class="import-foot"><${Button} onClick=${onCancel}>${t("imports.actions.discard")}<//><${Button} icon="arrow-left" onClick=${onBack}>${t("imports.actions.back")}<//>
      <${Button} kind="primary" icon="play" busy=${busyStep === "start"} disabled=${isChecking || !willWrite} why=${isChecking ? t("imports.check.checking") : t("imports.check.nothing")}
        onClick=${() => act("start")}>${t(job.kind === "orders" ? "imports.actions.start_orders" : "imports.actions.start", { count: willWrite, n: formatNumber(willWrite) })}<//></div>
  </div>`;
}
