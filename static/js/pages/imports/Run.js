/** The fourth step: rows being written, which can pause, go on and stop. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { Bar } from "./Bar.js";
import { fileErrorText } from "./fileError.js";
import { Tally } from "./Tally.js";
import { rowsDone } from "./useImport.js";

export function Run({ job, act, busyStep }) {
  const [isAsking, setAsking] = useState(false);
  const can = (step) => job.can.includes(step);
  return html`<div class="stack import-step">
    <section class="panel stack">
      <h2>${t(`imports.states.${job.state}`)}</h2>
      <${Bar} done=${rowsDone(job.counts)} total=${job.total_rows} label=${t("imports.steps.run")} isMoving=${job.state === "running"} />
      <div role="status"><${Tally} counts=${job.counts} words="did" /></div>
      ${job.state === "failed" && html`<p class="notice notice--late" role="alert">${fileErrorText(job.error)} ${t("imports.run.failed_text")}</p>`}
      ${job.state === "running" && html`<p class="dim">${t("imports.run.leave")}</p>`}
      ${job.state === "paused" && html`<p class="muted">${t("imports.run.paused_text")}</p>`}
    </section>
    <div class="import-foot">
      ${can("undo") && html`<${Button} icon="rotate-ccw" busy=${busyStep === "undo"} onClick=${() => act("undo")}>${t("imports.actions.undo")}<//>`}
      ${can("cancel") && html`<${Button} kind="danger" icon="ban" onClick=${() => setAsking(true)}>${t("imports.actions.stop")}<//>`}
      ${can("pause") && html`<${Button} icon="pause" busy=${busyStep === "pause"} onClick=${() => act("pause")}>${t("imports.actions.pause")}<//>`}
      ${can("resume") && html`<${Button} kind="primary" icon="play" busy=${busyStep === "resume"} onClick=${() => act("resume")}>${t("imports.actions.resume")}<//>`}</div>
    ${isAsking && html`<${Confirm} title=${t("imports.run.stop_title")} text=${t("imports.run.stop_text")} action=${t("imports.actions.stop")}
      onConfirm=${() => act("cancel")} onClose=${() => setAsking(false)} />`}
  </div>`;
}
