/** Who is there, what they do and for how long, and what the day was like for them. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { AgentRow } from "./AgentRow.js";
import { countStates, inOrder } from "./presence.js";

const COLUMNS = ["agent", "status", "activity", "handled", "talk", "missed", "rating"];
const NUMBERS = ["handled", "talk", "missed", "rating"];

export function AgentTable({ agents, onNote }) {
  return html`<section class="panel panel--flush" aria-labelledby="agents-title">
    <div class="panel__head"><h2 id="agents-title">${t("supervisor.agents")}</h2>${agents.data?.length > 0 && html`<${Counts} agents=${agents.data} />`}</div>
    <${Rows} agents=${agents} onNote=${onNote} /></section>`;
}

function Counts({ agents }) {
  const { free, busy, away } = countStates(agents);
  return html`<span class="push muted num">${t("supervisor.counts", { free, busy, away })}</span>`;
}

function Rows({ agents, onNote }) {
  if (agents.error && !agents.data) return html`<${LoadFailed} error=${agents.error} onRetry=${agents.reload} />`;
  if (!agents.data) return html`<div class="panel__inside"><${Skeleton} lines=${6} /></div>`;
  if (!agents.data.length) return html`<${EmptyState} icon="users" title=${t("supervisor.no_agents")} text=${t("supervisor.no_agents_text")} />`;
  return html`<table class="table table--cards agents">
    <thead><tr>${COLUMNS.map((name) => html`<th key=${name} scope="col" class=${NUMBERS.includes(name) ? "table__number" : ""} title=${t(`supervisor.column_hints.${name}`)}>${t(`supervisor.columns.${name}`)}</th>`)}
      <th scope="col"><span class="sr-only">${t("supervisor.columns.actions")}</span></th></tr></thead>
    <tbody>${inOrder(agents.data).map((agent) => html`<${AgentRow} key=${agent.id} agent=${agent} onChange=${agents.set} onNote=${onNote} />`)}</tbody></table>`;
}
