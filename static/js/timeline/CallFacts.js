/** One line of a call's plain facts: agent, wait, talk, queue, rating. Live calls count. */
import { formatSpan } from "../lib/format.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Timer } from "../ui/Timer.js";
import { callPeople, mainRating, waitOf } from "./facts.js";
import { Stars } from "./Stars.js";

export function CallFacts({ call, hidesQueue }) {
  const rating = mainRating(call);
  const people = callPeople(call);
  return html`<div class="call-facts">
    ${people && html`<span>${people}</span>`}
    ${!hidesQueue && call.queue_name && html`<span>${call.queue_name}</span>`}
    <${Waited} call=${call} />
    <${Talked} call=${call} />
    ${call.held_at && html`<span class="state-waiting">${t("calls.on_hold")} <${Timer} since=${call.held_at} /></span>`}
    ${rating && html`<${Stars} score=${rating.score} />`}
  </div>`;
}

function Waited({ call }) {
  if (["ringing", "queued"].includes(call.state) && !call.ended_at && !call.queue_callback) {
    return html`<span>${t("calls.waiting")} <${Timer} since=${call.queued_at || call.started_at} /></span>`;
  }
  const seconds = waitOf(call);
  return html`${call.queue_callback && html`<a href=${`/calls/${call.queue_callback.call_id}`}>${t("calls.queue_callback")}</a>`}${seconds ? html`<span>${t("calls.waited", { span: formatSpan(seconds) })}</span>` : null}`;
}

function Talked({ call }) {
  if (call.state === "in_progress" && !call.ended_at) {
    return html`<span class="state-live">${t("calls.talking")} <${Timer} since=${call.answered_at || call.started_at} /></span>`;
  }
  return call.talk_seconds ? html`<span>${t("calls.talked", { span: formatSpan(call.talk_seconds) })}</span>` : null;
}
