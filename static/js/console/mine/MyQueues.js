/** My queues: who waits there, when it is my turn, and my own day. Nobody else's figures. */
import { get } from "../../lib/api.js";
import { secondsSince } from "../../lib/clock.js";
import { formatClock, formatNumber, formatSpan } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { usePolled } from "../../pages/usePolled.js";
import "./words.js";

const EVERY_MS = 30_000;
const NEWS = ["queue.updated", "agent.updated", "call.updated", "rating.created"];

export function MyQueues() {
  const mine = usePolled(() => get("/console/queues"), { everyMs: EVERY_MS, events: NEWS });
  if (!mine.data?.queues.length) return null;
  const { queues, today } = mine.data;
  return html`<section class="mine" aria-labelledby="mine-title"><h2 id="mine-title" class="work__title">${t("mine.title")}</h2>
    <ul>${queues.map((queue) => html`<${Queue} key=${queue.id} queue=${queue} />`)}</ul>
    <dl class="mine__day" aria-label=${t("mine.today")}>
      <div><dt>${t("mine.calls")}</dt><dd class="num">${today.calls}</dd></div>
      <div><dt>${t("mine.aht")}</dt><dd class="num">${today.aht_seconds === null ? "–" : formatSpan(today.aht_seconds)}</dd></div>
      <div><dt>${t("mine.rating")}</dt><dd class="num">${today.rating === null ? "–" : formatNumber(today.rating, 1)}</dd></div></dl></section>`;
}

function Queue({ queue }) {
  const longest = queue.oldest_at && t("mine.longest", { time: formatClock(secondsSince(queue.oldest_at)) });
  return html`<li class="mine__one"><span class="cut">${queue.name}</span><b class=${`num ${queue.waiting ? "state-waiting" : "dim"}`}>${t("mine.waiting", { n: queue.waiting })}</b>
    <span class="mine__facts muted">${[queue.is_open ? placeOf(queue) : t("mine.closed"), longest].filter(Boolean).join(" · ")}</span></li>`;
}

function placeOf(queue) {
  if (queue.my_place) return t("mine.place", { n: queue.my_place, all: queue.free });
  return t(/^(busy|on_a_call|no_capacity)/.test(queue.why_not || "") ? "mine.busy" : "mine.not_ready");
}
