/** Leads by stage. Columns take what is dropped on them; a stage that needs a reason asks for it first. */
import { formatMoney, formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Card } from "./Card.js";
import { LoseDialog } from "./LoseDialog.js";
import { neighbour } from "./model.js";
import { move } from "./verbs.js";

export function Board({ columns, onShow, onAll }) {
  const [losing, setLosing] = useState(null);
  const stages = columns.map((column) => column.stage);
  const leadOf = (id) => columns.flatMap((column) => column.leads).find((one) => one.id === id);
  const go = async (lead, stage) => {
    if (!lead || !stage || stage.id === lead.stage) return;
    if (stage.kind === "lost") return setLosing({ lead, stage });
    const moved = move(lead, stage, onShow);
    focusCard(lead.id);
    if (!await moved) focusCard(lead.id);
    return undefined;
  };
  return html`<div class="board" role="region" aria-label=${t("leads.board")}>${columns.map((column) => html`<${Column} key=${column.stage.id} column=${column} stages=${stages}
      onDrop=${(id) => go(leadOf(id), column.stage)} onMove=${go} onStep=${(lead, step) => go(lead, neighbour(columns, lead.stage, step))} onAll=${onAll} />`)}
    ${losing && html`<${LoseDialog} lead=${losing.lead} onClose=${() => setLosing(null)} onLose=${(reason) => { setLosing(null); move(losing.lead, losing.stage, onShow, reason); }} />`}</div>`;
}

/** After the move the card is in another column: whoever moves by keyboard goes on from there. */
const focusCard = (id) => requestAnimationFrame(() => document.querySelector(`[data-lead="${id}"]`)?.focus());

function Column({ column, stages, onDrop, onMove, onStep, onAll }) {
  const [isOver, setOver] = useState(false);
  const over = (event) => { if (event.dataTransfer.types.includes("text/lead")) { event.preventDefault(); setOver(true); } };
  const drop = (event) => { event.preventDefault(); setOver(false); onDrop(event.dataTransfer.getData("text/lead")); };
  const { stage, leads, count } = column;
  return html`<section class=${`board__column board__column--${stage.kind} ${isOver ? "board__column--over" : ""}`} aria-labelledby=${`stage-${stage.id}`} data-stage=${stage.id} onDragOver=${over} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <header class="board__head"><h2 id=${`stage-${stage.id}`}>${labelOf(stage)}</h2><span class="dim num">${formatNumber(count)}</span>
      <span class="board__sum dim num">${column.totals.map((one) => formatMoney(one.value, one.currency)).join(" + ")}</span></header>
    <ul class="board__cards">${leads.map((lead) => html`<${Card} key=${lead.id} lead=${lead} stages=${stages} onMove=${onMove} onStep=${onStep} />`)}</ul>
    ${!leads.length && html`<p class="board__empty dim">${t("leads.no_cards")}</p>`}
    ${count > leads.length && html`<button type="button" class="btn btn--ghost btn--small" onClick=${() => onAll(stage.id)}>${t("leads.more_here", { n: formatNumber(count - leads.length) })}</button>`}
  </section>`;
}
