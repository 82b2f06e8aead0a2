/** The simulations so far, and the form of a new one. */
import { get } from "../../lib/api.js";
import { formatDate, formatDateTime, formatPercent } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { usePolled } from "../usePolled.js";
import { TrialForm } from "./TrialForm.js";
import { STATES } from "./states.js";
import "./words.js";

export function Trials() {
  const { data, error, reload } = usePolled(() => Promise.all([get("/trials"), get("/queues")]).then(([trials, queues]) => ({ trials: trials.items, queues: queues.items })), { everyMs: 5_000 });
  const [isAsking, setAsking] = useState(false);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${6} />`;
  const create = html`<${Button} kind="primary" icon="plus" onClick=${() => setAsking(true)}>${t("trials.create")}<//>`;
  return html`${data.trials.length > 0 && html`<div class="row queues__bar"><p class="muted push-right">${t("trials.about")}</p>${create}</div>`}
    ${data.trials.length ? html`<${Table} trials=${data.trials} queues=${data.queues} />` : html`<${EmptyState} icon="sparkles" title=${t("trials.empty")} text=${t("trials.about")}>${create}<//>`}
    ${isAsking && html`<${TrialForm} queues=${data.queues} onMade=${(trial) => navigate(`/trials/${trial.id}`)} onClose=${() => setAsking(false)} />`}`;
}

const Table = ({ trials, queues }) => html`<table class="table table--cards trials"><thead><tr>${["title", "queue", "period", "state", "created"].map((name) => html`<th key=${name} scope="col">${t(`trials.columns.${name}`)}</th>`)}</tr></thead>
  <tbody>${trials.map((one) => html`<tr key=${one.id} class="table__row"><td><a class="table__link" href=${`/trials/${one.id}`}>${one.title || t("trials.untitled")}</a></td>
    <td>${one.queue_id ? queues.find((queue) => queue.id === one.queue_id)?.name || t("routing.why.queue_gone") : t("trials.all_queues")}</td>
    <td class="num">${formatDate(one.starts_at)} – ${formatDate(new Date(new Date(one.ends_at).getTime() - 1000).toISOString())}</td>
    <td><${Badge} kind=${STATES[one.state]}>${one.state === "running" ? formatPercent(one.progress) : t(`trials.states.${one.state}`)}<//></td>
    <td class="num dim">${formatDateTime(one.created_at)}</td></tr>`)}</tbody></table>`;
