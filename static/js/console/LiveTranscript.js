/** Lines as they are heard. Follows the newest unless one has scrolled up to read. */
import { formatClock } from "../lib/format.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { isLive } from "../store/calls.js";
import { isOnline } from "../store/connection.js";
import { me } from "../store/session.js";
import { fetchTranscript, transcripts } from "../store/transcripts.js";
import { isConnecting, shortNameOf } from "./callWords.js";

const NEAR_END_PX = 24;

export function LiveTranscript({ call }) {
  const box = useRef(null);
  const isFollowing = useRef(true);
  const lines = transcripts.value[call.id] || [];
  const mayFetch = isOnline.value && !isConnecting(call);
  // Lines are not numbered like other events: after a break of the line, and when the final text is there, fetch again.
  useEffect(() => { if (mayFetch) fetchTranscript(call.id, { force: true }); }, [call.id, call.transcript_state, mayFetch]);
  useEffect(() => { if (isFollowing.current && box.current) box.current.scrollTop = box.current.scrollHeight; }, [lines]);
  const scrolled = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
    isFollowing.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };

  return html`<section class="live-lines"><h2>${t("transcript.title")}</h2>
    ${lines.length === 0 ? html`<p class="dim">${t(wordsFor(call))}</p>` : html`
      <div class="live-lines__box" ref=${box} tabindex="0" onScroll=${scrolled}>
        ${lines.map((line) => html`<${Line} key=${`${line.speaker}${line.start_seconds}${line.isPartial}`} line=${line} call=${call} />`)}</div>`}
  </section>`;
}

const Line = ({ line, call }) => html`<div class=${`live-line live-line--${line.speaker} ${line.isPartial ? "live-line--partial" : ""}`}>
  <span class="dim num">${formatClock(line.start_seconds)}</span>
  <span class="live-line__who cut">${line.speaker === "agent" ? ourName(line, call) : shortNameOf(call)}</span><span>${line.text}</span></div>`;

/** Me, unless a colleague had the call then, or somebody outside has it. */
function ourName(line, call) {
  if (line.agent_id === undefined || line.agent_id === me.value?.id) return t("transcript.me");
  return line.speaker_name || call.agent_name || t("transcript.me");
}

function wordsFor(call) {
  if (isLive(call)) return ["failed", "unavailable"].includes(call.transcript_state) ? "transcript.unavailable" : "transcript.waiting";
  return call.transcript_state === "live" ? "transcript.coming" : "transcript.none";
}
