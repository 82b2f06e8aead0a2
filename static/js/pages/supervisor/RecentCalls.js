/** The last calls, heard where they stand; new ones appear on top. */
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { CallTable } from "../calls/CallTable.js";
import { LoadFailed } from "../LoadFailed.js";
import { applyToCall } from "../merge.js";
import { useCallEvents } from "../useLive.js";
import { useResource } from "../useResource.js";

const SHOWN = 12;
const COLUMNS = ["what", "who", "ago", "agent", "outcome", "talk", "rating"];

export function RecentCalls() {
  const recent = useResource(() => get("/calls", { limit: SHOWN }).then((body) => body.items), []);
  useCallEvents((type, data) => recent.set((calls) => calls && withEvent(calls, type, data)), recent.reload);
  return html`<section class="panel panel--flush" aria-labelledby="recent-title">
    <div class="panel__head"><h2 id="recent-title">${t("supervisor.recent")}</h2><a class="push" href="/calls">${t("supervisor.all_calls")}</a></div>
    <${Rows} recent=${recent} /></section>`;
}

function Rows({ recent }) {
  if (recent.error && !recent.data) return html`<${LoadFailed} error=${recent.error} onRetry=${recent.reload} />`;
  if (!recent.data) return html`<div class="panel__inside"><${Skeleton} lines=${6} /></div>`;
  if (!recent.data.length) return html`<${EmptyState} icon="history" title=${t("calls.empty")} text=${t("calls.empty_text")} />`;
  return html`<${CallTable} calls=${recent.data} columns=${COLUMNS} />`;
}

function withEvent(calls, type, data) {
  const updated = calls.map((call) => applyToCall(call, type, data));
  const isNew = type === "call.updated" && !calls.some((call) => call.id === data.call.id);
  const isRecent = isNew && (!calls.length || data.call.started_at >= calls[calls.length - 1].started_at);
  return isRecent ? [data.call, ...updated].sort((a, b) => b.started_at.localeCompare(a.started_at)).slice(0, SHOWN) : updated;
}
