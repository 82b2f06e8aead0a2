/** One import from its columns to its result; its address can be left and come back to. */
import { formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../shell/router.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { Check } from "./Check.js";
import { Columns } from "./Columns.js";
import { Result } from "./Result.js";
import { Run } from "./Run.js";
import { Steps, stepOf } from "./Steps.js";
import { useImport } from "./useImport.js";

export function ImportFlow({ id }) {
  const { data: job, error, isLoading, reload, set, act, busyStep } = useImport(id);
  const [isBack, setBack] = useState(false);
  if (isLoading) return html`<${Skeleton} title lines=${8} />`;
  if (!job) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  const step = isBack && job.state === "checked" ? "columns" : stepOf(job.state);
  const discard = async () => {
    await act("cancel");
    navigate("/imports");
  };
  const change = (next) => { setBack(false); set(next); };
  return html`<div>
    <div class="import-head"><h2 class="import-head__name cut" title=${job.file_name}>${job.file_name}</h2>
      <span class="badge">${t(`imports.kind.${job.kind}`)}</span><span class="dim">${job.total_rows ? t("imports.rows_in_file", { count: job.total_rows, n: formatNumber(job.total_rows) }) : ""}</span></div>
    <${Steps} current=${step} />
    ${step === "columns" && html`<${Columns} key=${job.id} job=${job} onChange=${change} onCancel=${discard} />`}
    ${step === "check" && html`<${Check} job=${job} act=${act} busyStep=${busyStep} onBack=${() => setBack(true)} onCancel=${discard} />`}
    ${step === "run" && html`<${Run} job=${job} act=${act} busyStep=${busyStep} />`}
    ${step === "result" && html`<${Result} job=${job} act=${act} busyStep=${busyStep} />`}
  </div>`;
}
