/** The whole screen: one queue at a time, all of them as a strip below, the time, and whether we are heard from. */
import { second } from "../lib/clock.js";
import { formatClock, formatNumber, formatSpan, formatTime } from "../lib/format.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { DayBars } from "../pages/supervisor/DayBars.js";
import { asOfNow, worstOf } from "../pages/supervisor/board.js";
import { FullScreen } from "./FullScreen.js";
import { isEnded, lostAt, view } from "./view.js";

const LOOKS = { warn: ["waiting", "triangle-alert"], late: ["late", "circle-alert"] };
const SMALL = ["answered", "abandoned", "aht", "missed_open"];
const PEOPLE = ["free", "talking", "wrap_up", "away"];

export function Screen() {
  if (isEnded.value) return html`<${Message} icon="link" title=${t("tv.ended")} text=${t("tv.ended_text")} />`;
  if (!view.value) return html`<${Message} icon="wifi" title=${t(lostAt.value ? "tv.lost" : "tv.connecting", { time: formatTime(lostAt.value) })} text="" />`;
  const { queues: all, as_of: boardAt, slot_minutes: minutes, screen } = view.value;
  // While nothing is heard the clock of a wait must not go on: nobody knows whether they still wait.
  const now = lostAt.value ? Date.parse(boardAt) : second.value;
  const queues = all.map((queue) => asOfNow(queue, undefined, boardAt, now));
  if (!queues.length) return html`<${Message} icon="monitor" title=${t("tv.no_queues")} text="" />`;
  const queue = queues[Math.floor(second.value / 1000 / screen.rotate_seconds) % queues.length];
  return html`<main class=${`tv ${lostAt.value ? "tv--lost" : ""}`}>
    <${Head} queue=${queue} name=${screen.name} />
    <section class="tv__big" aria-label=${queue.name}>
      <${Big} figure=${queue.figures.waiting} text=${formatNumber(queue.figures.waiting.value)} />
      <${Big} figure=${queue.figures.longest_wait} text=${formatClock(queue.figures.longest_wait.value)} />
      <${Big} figure=${queue.figures.service_level} text=${percent(queue.figures.service_level.value)} note=${t("tv.target", { percent: queue.target_percent, n: queue.target_seconds })} />
      <${People} queue=${queue} /></section>
    <dl class="tv__small">${SMALL.map((code) => html`<${Small} key=${code} figure=${queue.figures[code]} />`)}
      <div><dt>${t("tv.figure.callbacks")}</dt><dd>${queue.callbacks_open}</dd></div></dl>
    <${DayBars} slots=${queue.slots} minutes=${minutes} />
    ${queues.length > 1 && html`<ul class="tv__strip">${queues.map((one) => html`<${InStrip} key=${one.id} queue=${one} isShown=${one.id === queue.id} />`)}</ul>`}
  </main>`;
}

const percent = (value) => (value === null ? "–" : `${formatNumber(value, 0)}%`);

const Message = ({ icon, title, text }) => html`<main class="tv tv--message"><${Icon} name=${icon} size=${96} /><h1>${title}</h1>${text && html`<p>${text}</p>`}</main>`;

const Head = ({ queue, name }) => html`<header class="tv__head"><h1>${queue.name}</h1>
  ${!queue.is_open && html`<span class="tv__closed"><${Icon} name=${queue.closed_at ? "ban" : "moon"} size=${36} />${t(queue.closed_at ? "tv.shut" : "tv.out_of_hours")}</span>`}
  ${lostAt.value && html`<span class="tv__lost" role="alert"><${Icon} name="wifi-off" size=${36} />${t("tv.lost", { time: formatTime(lostAt.value) })}</span>`}
  <span class="tv__name">${name}</span><${FullScreen} /><time class="tv__clock">${formatTime(second.value)}</time></header>`;

function Big({ figure, text, note }) {
  const [kind, icon] = LOOKS[figure.state] || [];
  return html`<div class=${`tv__tile ${kind ? `tv__tile--${kind}` : ""}`}><h2>${t(`tv.figure.${figure.code}`)}${icon && html`<${Icon} name=${icon} size=${44} label=${t(`tv.state.${figure.state}`)} />`}</h2>
    <p class="tv__value">${text}</p><p class="tv__note">${note || ""}</p></div>`;
}

function People({ queue }) {
  const names = queue.names.free || [];
  return html`<div class="tv__tile"><h2>${t("tv.figure.free")}</h2><p class="tv__value">${queue.agents.free}</p>
    <p class="tv__note">${names.length ? names.join(", ") : PEOPLE.slice(1).filter((state) => queue.agents[state]).map((state) => t(`tv.people.${state}`, { n: queue.agents[state] })).join(" · ")}</p></div>`;
}

function Small({ figure }) {
  const [kind] = LOOKS[figure.state] || [];
  const text = figure.value === null ? "–" : figure.unit === "seconds" ? formatSpan(figure.value) : formatNumber(figure.value, 0);
  return html`<div><dt>${t(`tv.figure.${figure.code}`)}</dt><dd class=${kind ? `state-${kind}` : ""}>${text}</dd></div>`;
}

function InStrip({ queue, isShown }) {
  const [kind, icon] = LOOKS[worstOf(queue)] || [];
  return html`<li class=${isShown ? "tv__one tv__one--shown" : "tv__one"} aria-current=${isShown ? "true" : null}><span class="cut">${queue.name}</span>
    <b class=${kind ? `state-${kind}` : ""}>${icon && html`<${Icon} name=${icon} size=${28} />`}${formatNumber(queue.figures.waiting.value)}</b></li>`;
}
