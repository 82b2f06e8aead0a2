/** One call, with everything known about it. */
import { get } from "../lib/api.js";
import { formatDateTime } from "../lib/format.js";
import { html, useEffect, useMemo } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { CallPlayer } from "../player/CallPlayer.js";
import { liveTitle } from "../shell/pageTitle.js";
import { watchCall } from "../store/live.js";
import { me } from "../store/session.js";
import { CallBadges, CallNotes } from "../timeline/CallCard.js";
import { CallFacts } from "../timeline/CallFacts.js";
import { callIcon, callKind, callParty, callTitle, wasGiven } from "../timeline/facts.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { CallDetails } from "./calls/CallDetails.js";
import { HandOvers } from "./calls/HandOvers.js";
import { Why } from "./calls/Why.js";
import { LoadFailed } from "./LoadFailed.js";
import { applyToCall } from "./merge.js";
import { OutsideReach } from "./OutsideReach.js";
import { useCallEvents } from "./useLive.js";
import { useResource } from "./useResource.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/calls.css", "css/pages/timeline.css", "css/pages/player.css"];
export const title = () => t("calls.one");

export default function CallPage({ params, query }) {
  const startAt = useMemo(() => secondOf(query.t), [query.t]);
  const { data: call, error, reload, set } = useResource(() => get(`/calls/${params.id}`), [params.id]);
  useEffect(() => watchCall(params.id), [params.id]);
  useCallEvents((type, data) => set((known) => known && applyToCall(known, type, data)), reload);
  useEffect(() => { if (call) liveTitle.value = `${callParty(call)} · ${callTitle(call)}`; }, [call?.version]);

  if (error?.code === "outside_reach") return html`<${OutsideReach} back="/calls" backWords=${t("calls.back_to_log")} />`;
  if (error?.status === 404) {
    return html`<div class="page"><${EmptyState} icon="history" title=${t("calls.unknown")} text=${t("calls.unknown_text")}><a class="btn" href="/calls">${t("calls.back_to_log")}</a><//></div>`;
  }
  if (error && !call) return html`<div class="page"><${LoadFailed} error=${error} onRetry=${reload} /></div>`;
  if (!call) return html`<div class="page"><${Skeleton} title lines=${8} /></div>`;
  return html`<div class="page page--wide call-page">
    <${Head} call=${call} />
    <div class="call-page__columns">
      <div class="call-page__main"><${CallPlayer} call=${call} startAt=${startAt} /></div>
      <aside class="call-page__side" aria-label=${t("calls.details")}>
        ${(call.notes || call.next_step?.kind) && html`<section class="panel"><h2>${t("calls.notes")}</h2><${CallNotes} call=${call} /></section>`}
        ${call.answered_at && html`<${HandOvers} call=${call} />`}
        <${CallDetails} call=${call} />
        ${wasGiven(call) && html`<${Why} kind="call" refId=${call.id} name=${call.agent_name} isMine=${call.agent_id === me.value?.id} />`}
      </aside>
    </div>
  </div>`;
}

/** `?t=73` opens the recording and the transcript there. */
const secondOf = (written) => (/^\d{1,6}(\.\d{1,3})?$/.test(written || "") ? { seconds: Number(written) } : null);

const Head = ({ call }) => html`<header class="call-page__head">
  <a class="back" href="/calls"><${Icon} name="arrow-left" size=${14} />${t("calls.title")}</a>
  <div class="row row--wrap"><span class=${`card__icon ${callKind(call) && `state-${callKind(call)}`}`}><${Icon} name=${callIcon(call)} /></span>
    <h1>${call.customer_id ? html`<a href=${`/customers/${call.customer_id}`}>${callParty(call)}</a>` : callParty(call)}</h1>
    <span class="muted">${callTitle(call)} · ${formatDateTime(call.started_at)}</span>
    <${CallBadges} call=${call} /></div>
  <${CallFacts} call=${call} />
</header>`;
