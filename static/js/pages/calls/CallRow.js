/** One call of the log, and below it, when opened, its recording and transcript. */
import { formatClock, formatExact } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { CallTo } from "../../phone/CallTo.js";
import { CallPlayer } from "../../player/CallPlayer.js";
import { isReady } from "../../player/RecordingState.js";
import { CallBadges, CallNotes } from "../../timeline/CallCard.js";
import { callIcon, callKind, callNumber, callParty, callPeople, callTitle, isLive, mainRating, waitOf, wasGiven } from "../../timeline/facts.js";
import { Stars } from "../../timeline/Stars.js";
import { Ago, Timer } from "../../ui/Timer.js";
import { whenOf } from "./whenOf.js";
import { Why } from "./Why.js";

export function CallRow({ call, columns, isOpen, onToggle }) {
  return html`<tr class=${`table__row calls__row ${isOpen ? "table__row--open" : ""}`}>
      ${columns.map((name) => html`<${CELLS[name]} key=${name} call=${call} />`)}
      <td class="calls__listen"><${Listen} call=${call} isOpen=${isOpen} onToggle=${onToggle} /></td>
    </tr>
    ${isOpen && html`<tr class="calls__detail"><td colspan=${columns.length + 1}><div class="calls__inside">
      ${wasGiven(call) && html`<div><${Why} kind="call" refId=${call.id} name=${call.agent_name} /></div>`}<${CallNotes} call=${call} /><${CallPlayer} call=${call} /></div></td></tr>`}`;
}

function Listen({ call, isOpen, onToggle }) {
  const label = isOpen ? t("calls.collapse") : isReady(call.recording) ? t("calls.play") : t("calls.details");
  const icon = isOpen ? "chevron-up" : isReady(call.recording) ? "play" : "chevron-down";
  return html`<button type="button" class="btn btn--ghost btn--small btn--icon" aria-expanded=${String(isOpen)} aria-label=${`${label}: ${callParty(call)}`} title=${label}
    onClick=${onToggle}><${Icon} name=${icon} /></button>`;
}

const CELLS = {
  what: ({ call }) => html`<td class="calls__what"><span class="row"><span class=${callKind(call) && `state-${callKind(call)}`}><${Icon} name=${callIcon(call)} /></span>
    <a class="table__link table__link--quiet" href=${`/calls/${call.id}`}>${callTitle(call)}</a></span></td>`,
  who: ({ call }) => html`<td class="calls__who"><${Who} call=${call} /></td>`,
  number: ({ call }) => html`<td class="calls__number num"><span class="call-line">${callNumber(call)}${!call.is_anonymous && html`<${CallTo} number=${call.direction === "outbound" ? call.to : call.from} customerId=${call.customer_id} name=${callParty(call)} />`}</span></td>`,
  when: ({ call }) => html`<td class="calls__when num"><time datetime=${call.started_at} title=${formatExact(call.started_at)}>${whenOf(call.started_at)}</time></td>`,
  ago: ({ call }) => html`<td class="calls__when"><${Ago} at=${call.started_at} /></td>`,
  agent: ({ call }) => html`<td class="calls__agent">${callPeople(call) || html`<span class="dim">${t("calls.nobody")}</span>`}</td>`,
  queue: ({ call }) => html`<td class="calls__queue dim">${call.queue_name}</td>`,
  outcome: ({ call }) => html`<td class="calls__outcome"><span class="row row--wrap"><${CallBadges} call=${call} /></span></td>`,
  wait: ({ call }) => html`<td class="table__number calls__wait" data-label=${t("calls.columns.wait")}><${Length} seconds=${waitOf(call)} since=${isLive(call) && call.state !== "in_progress" ? call.queued_at || call.started_at : null} /></td>`,
  talk: ({ call }) => html`<td class="table__number calls__talk" data-label=${t("calls.columns.talk")}><${Length} seconds=${call.talk_seconds} since=${call.state === "in_progress" && isLive(call) ? call.answered_at : null} /></td>`,
  rating: ({ call }) => html`<td class="table__number calls__rating">${mainRating(call) ? html`<${Stars} score=${mainRating(call).score} />` : html`<span class="dim none">–</span>`}</td>`,
};

function Who({ call }) {
  const name = callParty(call);
  if (call.customer_id) return html`<a href=${`/customers/${call.customer_id}`}>${name}</a>`;
  // The number has its own column; here it says that nobody is known behind it.
  return html`<span class="dim">${name === callNumber(call) ? t("calls.unknown_caller") : name}</span>`;
}

function Length({ seconds, since }) {
  if (since) return html`<${Timer} since=${since} class="state-live" />`;
  return seconds ? html`<span class="num">${formatClock(seconds)}</span>` : html`<span class="dim none">–</span>`;
}
