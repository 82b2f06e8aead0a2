/** How good the customers' data is, field by field; what is wrong is one click from being seen, and one more from mended. */
import { formatNumber, formatPercent } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Ago } from "../ui/Timer.js";
import { fetchCatalogue, findField } from "./customer/catalogue.js";
import { Sections } from "./customers/Sections.js";
import { Fixes } from "./dataQuality/Fixes.js";
import { FixDialog } from "./dataQuality/FixDialog.js";
import { QualityTable } from "./dataQuality/QualityTable.js";
import { summaryOf } from "./dataQuality/shares.js";
import { useFixes } from "./dataQuality/useFixes.js";
import { useQuality } from "./dataQuality/useQuality.js";
import { LoadFailed } from "./LoadFailed.js";
import "./dataQuality/words.js";

export const css = ["css/pages/_shared.css", "css/pages/audit.css"];
export const title = () => t("audit.title");

export default function DataQuality() {
  const { data, error, reload, isMeasuring, measure } = useQuality();
  const { fixes, isMoving, reload: reloadFixes } = useFixes(measure);
  const [fixing, setFixing] = useState(null);
  useEffect(() => { fetchCatalogue(); }, []);
  const started = () => {
    setFixing(null);
    toast(t("audit.started"), { kind: "done" });
    reloadFixes();
  };
  return html`<div class="page page--wide">
    <${Sections} current="audit" />
    <header class="page__head"><h1>${t("audit.title")}</h1>
      <span class="muted" role="status">${isMeasuring ? t("audit.measuring") : data?.measured_at && html`${t("audit.measured")} <${Ago} at=${data.measured_at} />`}</span>
      <span class="push"></span><${Button} icon="refresh-cw" busy=${isMeasuring} onClick=${measure}>${t("audit.measure")}<//></header>
    ${isMoving && html`<${Fixes} fixes=${fixes} onChange=${reloadFixes} />`}
    <${Measured} data=${data} error=${error} onRetry=${reload} onFix=${setFixing} />
    ${!isMoving && html`<${Fixes} fixes=${fixes} onChange=${reloadFixes} />`}
    ${fixing && html`<${FixDialog} row=${fixing} field=${findField(fixing.field)} onStarted=${started} onClose=${() => setFixing(null)} />`}
  </div>`;
}

function Measured({ data, error, onRetry, onFix }) {
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${onRetry} />`;
  if (!data?.measured_at) return html`<${Skeleton} lines=${14} />`;
  if (!data.customers) return html`<${EmptyState} icon="users" title=${t("customers.empty")} text=${t("audit.empty_text")} />`;
  const sum = summaryOf(data.items);
  const facts = [
    ["customers", formatNumber(data.customers)], ["share", formatPercent(sum.share)], ["invalid", formatNumber(sum.invalid)],
    ["stale", formatNumber(sum.stale)], ["conflicting", formatNumber(sum.conflicting)], ["duplicated", formatNumber(sum.duplicated)],
  ];
  return html`<dl class="panel quality-sum">${facts.map(([name, value]) => html`<div key=${name}><dt>${t(`audit.sum.${name}`)}</dt><dd>${value}</dd></div>`)}</dl>
    <${QualityTable} rows=${data.items} onFix=${onFix} />`;
}
