/** Hold where this carrier can, mute, hang up; the reason where something cannot be done now. */
import { errorText } from "../lib/errors.js";
import { html, signal, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { cutLine, isMuted, setMuted } from "../phone/phone.js";
import { hangUp, hold, isLive, liveCall } from "../store/calls.js";
import { me } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { Later } from "./Later.js";
import { isConnecting } from "./callWords.js";

export const toggleMute = (call) => call?.can?.mute && !isConnecting(call) && setMuted(!isMuted.value);

export async function toggleHold(call) {
  if (!call?.can?.hold || isConnecting(call)) return;
  try {
    await hold(call.id, !call.held_at);
  } catch (error) {
    toast(errorText(error), { kind: "late" });
  }
}

/** The server cannot be asked: then at least our end closes. */
async function endCall(call) {
  try {
    await hangUp(call.id);
  } catch (error) {
    cutLine();
    toast(errorText(error), { kind: "late" });
  }
}

/** The call whose transfer dialog is open: one, wherever its button was pressed. */
const passing = signal(null);
export const askTransfer = (call) => { if (call?.can?.transfer && !call.transfer && !isAsked(call)) passing.value = call.id; };
/** Whether a colleague asks me about their customer: the call is not mine. */
export const isAsked = (call) => isLive(call) && (call.handler_id || call.agent_id) !== me.value?.id && !!call.answered_at;
const loadDialog = () => import("./incall/TransferDialog.js");

/** Rendered once, by the shell. */
export const Passing = () => (passing.value && liveCall.value?.id === passing.value
  ? html`<${Later} load=${loadDialog} name="TransferDialog" call=${liveCall.value} onClose=${() => { passing.value = null; }} />` : null);

export function CallButtons({ call, size = "" }) {
  const [busy, setBusy] = useState("");
  const can = call.can || {};
  const waiting = isConnecting(call) ? t("call.connecting") : "";
  const doing = (name, action) => async () => {
    setBusy(name);
    await action(call);
    setBusy("");
  };
  const word = (key) => html`<span class="call-buttons__text">${t(key)}</span>`;
  const isMine = !isAsked(call);
  return html`<div class="row call-buttons">
    ${isMine && can.hold && html`<${Button} size=${size} icon=${call.held_at ? "play" : "pause"} shortcut=${size ? null : "hold"} busy=${busy === "hold"}
      disabled=${!!waiting} why=${waiting} aria-pressed=${String(!!call.held_at)}
      onClick=${doing("hold", toggleHold)}>${word(call.held_at ? "call.resume" : "call.hold")}<//>`}
    <${Button} size=${size} icon=${isMuted.value ? "mic-off" : "mic"} shortcut=${size ? null : "mute"}
      disabled=${!can.mute || waiting} why=${waiting || t("call.no_mute")} aria-pressed=${String(isMuted.value)}
      onClick=${() => toggleMute(call)}>${word(isMuted.value ? "call.unmute" : "call.mute")}<//>
    ${isMine && can.transfer && html`<${Button} size=${size} icon="phone-forwarded" shortcut=${size ? null : "transfer"} disabled=${!!call.transfer}
      onClick=${() => askTransfer(call)}>${word("call.transfer")}<//>`}
    ${isMine && html`<${Button} size=${size} kind="danger" icon="phone-off" class="call-buttons__end" busy=${busy === "hang_up"}
      disabled=${!can.hang_up} why=${t("call.no_hang_up")} onClick=${doing("hang_up", endCall)}>${word("call.hang_up")}<//>`}
  </div>`;
}
