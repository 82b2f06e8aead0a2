/** One queue: red where it is beyond its limits, with a word and an icon; what may be done about it beside it. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { can } from "../../store/session.js";
import { navigate } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Menu } from "../../ui/Menu.js";
import { CloseQueueDialog } from "./CloseQueueDialog.js";
import { DayBars } from "./DayBars.js";
import { formatFigure } from "./formatFigure.js";
import { Hint } from "./Hint.js";
import { openQueue } from "./verbs.js";
import { WaitingRow } from "./WaitingRow.js";
import { worstOf } from "./board.js";

const BIG = ["waiting", "longest_wait", "service_level"];
const SMALL = ["offered", "answered", "abandoned", "abandon_rate", "aht", "missed_open"];
const LOOKS = { warn: ["waiting", "triangle-alert"], late: ["late", "circle-alert"] };
const STATES = { free: "done", ringing: "ringing", talking: "live", wrap_up: "waiting", away: "", offline: "hollow" };
const FIRST = 5;

export function QueueCard({ queue, queues, minutes, agents, onNote, onChange }) {
  const [isClosing, setClosing] = useState(false);
  const [isLong, setLong] = useState(false);
  const items = isLong ? queue.waiting : queue.waiting.slice(0, FIRST);
  const rest = queue.waiting.length - items.length;
  return html`<article class=${`panel board__queue board__queue--${queue.closed_at ? "closed" : worstOf(queue)}`} aria-label=${queue.name}>
    <header class="panel__head"><h2 class="cut">${queue.name}</h2><${Opening} queue=${queue} />
      <span class="push"><${Verbs} queue=${queue} onClose=${() => setClosing(true)} onNote=${onNote} onChange=${onChange} /></span></header>
    <dl class="board__big">${BIG.map((code) => html`<${Big} key=${code} figure=${queue.figures[code]} queue=${queue} />`)}</dl>
    <${DayBars} slots=${queue.slots} minutes=${minutes} />
    <dl class="board__small">${SMALL.map((code) => html`<${Small} key=${code} figure=${queue.figures[code]} />`)}
      <div><dt>${t("wall.callbacks")}</dt><dd><a class="num" href="/missed?tab=callbacks">${queue.callbacks_open}</a></dd></div></dl>
    <p class="board__people muted">${Object.entries(STATES).filter(([state]) => queue.agents[state]).map(([state, kind]) => html`<span key=${state} class="row"
        title=${queue.members.filter((one) => one.state === state).map((one) => one.name).join(", ")}><i class=${`dot ${kind && `dot--${kind}`}`}></i>${t(`wall.state.${state}`, { n: queue.agents[state] })}</span>`)}
      ${!queue.members.length && html`<span class="state-late">${t("wall.no_members")}</span>`}</p>
    ${items.length > 0 && html`<ul class="board__line" aria-label=${t("supervisor.waiting")}>${items.map((item) => html`<${WaitingRow} key=${item.work_item_id} item=${item} queue=${queue} queues=${queues} agents=${agents} onChange=${onChange} />`)}</ul>`}
    ${rest > 0 && html`<button type="button" class="link-btn" onClick=${() => setLong(true)}>${t("wall.more_waiting", { count: rest })}</button>`}
    ${isClosing && html`<${CloseQueueDialog} queue=${queue} onChange=${onChange} onClose=${() => setClosing(false)} />`}
  </article>`;
}

function Opening({ queue }) {
  if (queue.closed_at) return html`<${Badge} kind="late" icon="ban" title=${queue.closure_message}>${t("wall.shut")}<//>`;
  return queue.is_open ? null : html`<${Badge} icon="moon">${t("wall.out_of_hours")}<//>`;
}

function Verbs({ queue, onClose, onNote, onChange }) {
  const items = [
    can("queues.close") && (queue.closed_at ? { label: t("wall.open_queue"), icon: "play", run: async () => { await openQueue(queue); onChange(); } } : { label: t("wall.close_queue"), icon: "ban", isDanger: true, run: onClose }),
    { label: t("wall.note_to_queue"), icon: "send", run: () => onNote({ queue }) },
    { label: t(can("queues.manage") ? "wall.limits" : "wall.settings"), icon: "settings", run: () => navigate("/queues") },
  ];
  return html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("wall.actions_of", { queue: queue.name })} trigger=${html`<${Icon} name="ellipsis" />`} items=${items} />`;
}

function Big({ figure, queue }) {
  const [kind, icon] = LOOKS[figure.state] || [];
  const note = figure.code === "service_level" ? t("wall.level_target", { percent: queue.target_percent, n: queue.target_seconds })
    : figure.code === "longest_wait" ? t("wall.limit", { value: formatFigure({ ...figure, value: queue.limits.longest_wait_late }) })
      : t("wall.limit", { value: queue.limits.waiting_late });
  return html`<div><dt>${t(`wall.figure.${figure.code}`)}<${Hint} figure=${figure} /></dt>
    <dd class=${`num ${kind ? `state-${kind}` : ""}`}>${formatFigure(figure)}${icon && html`<${Icon} name=${icon} size=${16} label=${t(`supervisor.state.${figure.state}`)} />`}</dd>
    <dd class="board__note dim">${note}</dd></div>`;
}

function Small({ figure }) {
  const [kind, icon] = LOOKS[figure.state] || [];
  return html`<div><dt>${t(`wall.figure.${figure.code}`)}</dt><dd class=${`num ${kind ? `state-${kind}` : ""}`}>
    ${formatFigure(figure)}${icon && html`<${Icon} name=${icon} size=${12} label=${t(`supervisor.state.${figure.state}`)} />`}</dd></div>`;
}
