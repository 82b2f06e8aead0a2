/** Each queue as it stands: the figures against their limits, the day in half-hours, who is there, who waits. */
import { html } from "../../lib/html.js";
import { second } from "../../lib/clock.js";
import { t } from "../../lib/i18n.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { asOfNow } from "./board.js";
import { QueueCard } from "./QueueCard.js";

export function QueueBoard({ board, agents, hidden, onNote }) {
  if (board.error && !board.data) return html`<${LoadFailed} error=${board.error} onRetry=${board.reload} />`;
  if (!board.data) return html`<div class="board" aria-hidden="true"><div class="panel"><${Skeleton} title lines=${4} /></div></div>`;
  const { queues, as_of: boardAt, slot_minutes: minutes } = board.data;
  const shown = queues.filter((queue) => !hidden.includes(queue.id)).map((queue) => asOfNow(queue, board.lines[queue.id], boardAt, second.value));
  return html`<section class="board" aria-label=${t("wall.queues")}>
    ${shown.map((queue) => html`<${QueueCard} key=${queue.id} queue=${queue} queues=${queues} minutes=${minutes} agents=${agents} onNote=${onNote} onChange=${board.reload} />`)}
    ${!shown.length && html`<p class="muted">${t("wall.all_hidden")}</p>`}</section>`;
}
