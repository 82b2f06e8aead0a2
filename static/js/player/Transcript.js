/** What was said, line by line. A click plays from there; the line being spoken is marked and kept in view. */
import { errorText } from "../lib/errors.js";
import { formatClock } from "../lib/format.js";
import { html, useComputed, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";
import { currentLine } from "./lines.js";
import { Notice } from "./RecordingState.js";

export function Transcript({ call, transcript, engine, startAt }) {
  const { lines, state, error, reload } = transcript;
  if (error) {
    return html`<${Notice} icon="circle-alert" title=${t("lines.not_loaded")} text=${errorText(error)}>
      <${Button} size="small" icon="rotate-cw" onClick=${reload}>${t("pages.retry")}<//><//>`;
  }
  if (!lines.length) return html`<${NoLines} call=${call} state=${state} />`;
  return html`<div class="spoken">
    <h2 class="spoken__title">${t("lines.title")}${state === "live" && html`<span class="badge badge--ringing">${t("lines.live")}</span>`}</h2>
    <${Lines} lines=${lines} engine=${engine} call=${call} startAt=${startAt} />
  </div>`;
}

function Lines({ lines, engine, call, startAt }) {
  const list = useRef(null);
  const current = useComputed(() => (engine?.seconds.value > 0 ? currentLine(lines, engine.seconds.value) : startAt ? currentLine(lines, startAt.seconds) : -1)).value;
  useEffect(() => keepInView(list.current, list.current?.children[current]), [current, startAt]);
  return html`<ol class="spoken__lines" ref=${list}>
    ${lines.map((line, i) => html`<${Line} key=${`${line.speaker}${line.start_seconds}`} line=${line} isCurrent=${i === current} engine=${engine} call=${call} />`)}
  </ol>`;
}

function Line({ line, isCurrent, engine, call }) {
  const content = html`<span class="spoken__time num">${formatClock(line.start_seconds)}</span>
    <span class=${`spoken__who spoken__who--${line.speaker}`}>${nameOf(line, call)}</span>
    <span class=${`spoken__text ${line.isPartial ? "muted" : ""}`}>${line.text}</span>`;
  return html`<li class=${`spoken__line ${isCurrent ? "spoken__line--current" : ""}`} aria-current=${isCurrent ? "true" : null}>
    ${engine
      ? html`<button type="button" class="spoken__row" title=${t("lines.play_from", { time: formatClock(line.start_seconds) })}
          onClick=${() => { engine.seek(line.start_seconds); engine.play(); }}>${content}</button>`
      : html`<div class="spoken__row">${content}</div>`}
  </li>`;
}

/** The given name, as people are called: "Lan", "Hoa". */
function nameOf(line, call) {
  if (line.speaker_name && !line.agent_id) return line.speaker_name; // a number outside
  const name = line.speaker === "agent" ? line.speaker_name || call.agent_name : call.customer?.display_name;
  return name ? name.trim().split(/\s+/).at(-1) : t(`player.${line.speaker}`);
}

function NoLines({ call, state }) {
  if (!call.answered_at && state === "none") return null;
  const icon = { live: "radio", failed: "circle-alert" }[state] || "file-text";
  return html`<${Notice} icon=${icon} title=${t(`lines.${state}`)} text=${state === "unavailable" ? t("lines.unavailable_text") : null} />`;
}

/** Scrolls the list, never the page. */
function keepInView(list, line) {
  if (!list || !line) return;
  const above = line.offsetTop - list.offsetTop;
  const isOut = above < list.scrollTop || above + line.offsetHeight > list.scrollTop + list.clientHeight;
  if (isOut) list.scrollTo({ top: above - list.clientHeight / 3, behavior: "smooth" });
}
