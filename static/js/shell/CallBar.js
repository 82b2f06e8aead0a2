/** The call in one line on every page but the console: it survives looking something up elsewhere. */
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { addShortcuts } from "../lib/keys.js";
import { CallButtons, Passing, askTransfer, toggleHold, toggleMute } from "../console/CallButtons.js";
import { nameOfCall } from "../console/callWords.js";
import { liveCall, wrapUps } from "../store/calls.js";
import { Dot } from "../ui/Badge.js";
import { Timer } from "../ui/Timer.js";
import { place } from "./router.js";
import "./unreached.js";

const isCalling = () => !!liveCall.value;

export function CallBar() {
  useEffect(() => addShortcuts([
    { id: "hold", key: "h", label: "keys.hold", group: "keys.call", when: isCalling, run: () => toggleHold(liveCall.value) },
    { id: "mute", key: "m", label: "keys.mute", group: "keys.call", when: isCalling, run: () => toggleMute(liveCall.value) },
    { id: "transfer", key: "t", label: "keys.transfer", group: "keys.call", when: isCalling, run: () => askTransfer(liveCall.value) },
  ]), []);
  const call = liveCall.value || wrapUps.value[0];
  if (!call || place.value.pathname === "/console") return html`<${Passing} />`;
  const isWrapping = call !== liveCall.value;
  return html`<aside class="call-bar" aria-label=${t("call.bar")}>
    <${Dot} kind=${isWrapping ? "waiting" : "ringing"} />
    <a class="call-bar__name cut" href="/console"><b>${nameOfCall(call)}</b></a>
    ${isWrapping ? html`<${Wrapping} call=${call} />` : html`<${Talking} call=${call} />`}
    <${Passing} /></aside>`;
}

const Talking = ({ call }) => html`${call.direction === "outbound" && !call.answered_at && html`<span class="state-waiting">${t("call.dialing")}</span>`}<${Timer} since=${call.answered_at || call.started_at} class="state-ringing" />
  <span class="push"><${CallButtons} call=${call} size="small" /></span>`;

const Wrapping = ({ call }) => html`<span class="muted">${t("wrap_up.title")}</span><${Timer} until=${call.wrap_up.due_at} class="state-waiting" />
  <a class="btn btn--small push" href="/console">${t("wrap_up.do_now")}</a>`;
