/** What was done with a lead, the newest first. */
import { get } from "../../lib/api.js";
import { formatDateTime, formatMoney } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { hasWords, labelOf, t } from "../../lib/i18n.js";
import { Ago } from "../../ui/Timer.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { useResource } from "../useResource.js";
import { sourceWords } from "./sources.js";

export function History({ lead }) {
  const list = useList((cursor) => get(`/leads/${lead.id}/history`, { limit: 30, cursor }), { id: lead.id, version: lead.version });
  const stages = useResource(() => get("/lead-stages"), []);
  const stageOf = (id) => labelOf(stages.data?.items.find((one) => one.id === id)) || id;
  return html`<section class="panel" aria-labelledby="lead-history"><h2 id="lead-history">${t("leads.history")}</h2>
    <ol class="lead-history">${list.items.value.map((one) => html`<li key=${one.id}><span>${lineOf(one, stageOf)}</span>
      <span class="dim">${one.actor_name ? `${one.actor_name} · ` : ""}<${Ago} at=${one.at} /></span></li>`)}</ol><${MoreRows} list=${list} /></section>`;
}

function lineOf({ kind, data, names }, stageOf) {
  const who = names[data.agent_id] || "";
  if (kind === "moved") return t("leads.events.moved", { from: stageOf(data.old), to: stageOf(data.stage) });
  if (kind === "assigned") return t(`leads.events.assigned_${data.cause}`, { who });
  if (kind === "created") return t("leads.events.created", { source: sourceWords(data.source) });
  if (kind === "touched") return t("leads.events.touched", { way: t(`leads.ways.${data.way}`) });
  if (kind === "changed") return t("leads.events.changed", { what: changesOf(data) });
  return hasWords(`leads.events.${kind}`) ? t(`leads.events.${kind}`, { who, message: data.message || "" }) : kind;
}

const changesOf = (data) => Object.entries(data).filter(([name]) => ["interest", "value_minor", "next_step", "next_step_at", "note"].includes(name))
  .map(([name, value]) => `${t(`leads.changed.${name}`)}${name === "note" ? "" : `: ${shown(name, value)}`}`).join(", ");
const shown = (name, value) => (value === null || value === "" ? "—" : name === "value_minor" ? formatMoney(value) : name === "next_step_at" ? formatDateTime(value) : value);
