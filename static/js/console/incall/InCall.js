/** Who is in a call besides the two: the consultation and its end, others in the room with mute and remove, supervisors. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { nameOfCall } from "../callWords.js";
import { changeParticipant, changeTransfer, leaveConsultation, removeParticipant } from "./verbs.js";
import "./words.js";

const SIDES = ["colleague", "customer", "all"];

export function InCall({ call }) {
  const { transfer, room } = call;
  const isAsked = transfer?.taken_by_id === me.value?.id;
  const others = (room?.participants || []).filter((one) => ["colleague", "outside"].includes(one.kind) && ["wanted", "asked", "in"].includes(one.state));
  const seniors = (room?.participants || []).filter((one) => one.kind === "supervisor" && one.state === "in");
  return html`<section class="in-call" aria-label=${t("incall.in_call")}>
    ${isAsked ? html`<${Asked} call=${call} transfer=${transfer} />` : transfer && html`<${Consultation} call=${call} transfer=${transfer} />`}
    ${!isAsked && others.map((one) => html`<${Guest} key=${one.id} call=${call} one=${one} />`)}
    ${seniors.map((one) => html`<p key=${one.id} class="note-line"><${Icon} name=${one.mode === "barge" ? "radio" : "headphones"} /><span>${t(`incall.supervisor_${one.mode}`, { name: one.name })}</span></p>`)}
  </section>`;
}

/** One action at a time; what went wrong is said. */
function useDoing() {
  const [busy, setBusy] = useState("");
  const doing = (name, action) => async () => {
    setBusy(name);
    try {
      await action();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
    setBusy("");
  };
  return [busy, doing];
}

function Consultation({ call, transfer }) {
  const [busy, doing] = useDoing();
  const isThere = transfer.state === "consulting";
  const change = (what) => () => changeTransfer(call.id, transfer.id, what);
  return html`<div class="consult" role="group" aria-label=${t("incall.consultation")}>
    <p class="consult__state" aria-live="polite"><${Icon} name=${isThere ? "users" : "phone-outgoing"} /><b class="cut">${t(`incall.state_${transfer.state}`, { name: transfer.to?.name || "" })}</b></p>
    ${isThere && html`<div class="consult__sides" role="radiogroup" aria-label=${t("incall.talk_to")}>
      ${SIDES.map((side) => html`<button key=${side} type="button" role="radio" class="consult__side" aria-checked=${String(transfer.talk_to === side)} disabled=${!!busy}
        onClick=${doing(side, change({ talk_to: side }))}>${t(`incall.side_${side}`, { colleague: transfer.to?.name || "", customer: nameOfCall(call) })}</button>`)}</div>`}
    ${transfer.kind === "warm" && html`<div class="row row--wrap">
      ${isThere && html`<${Button} kind="primary" size="small" icon="check" busy=${busy === "complete"} disabled=${!!busy} onClick=${doing("complete", change({ state: "completed" }))}>${t("incall.complete")}<//>`}
      <${Button} size="small" icon="rotate-ccw" busy=${busy === "return"} disabled=${!!busy} onClick=${doing("return", change({ state: "returned" }))}>${t(isThere ? "incall.return" : "incall.give_up")}<//></div>`}
  </div>`;
}

/** Somebody asks me about their customer. */
function Asked({ call, transfer }) {
  const [busy, doing] = useDoing();
  return html`<div class="consult" role="group" aria-label=${t("incall.consultation")}>
    <p class="consult__state"><${Icon} name="users" /><b class="cut">${t("incall.asked_by", { name: transfer.from_name || "" })}</b></p>
    ${transfer.note && html`<p class="consult__note">${transfer.note}</p>`}
    <p class="muted">${t(call.held_at ? "incall.customer_waits" : "incall.customer_hears")}</p>
    <${Button} size="small" icon="log-out" busy=${busy === "leave"} onClick=${doing("leave", () => leaveConsultation(call.id))}>${t("incall.leave")}<//></div>`;
}

function Guest({ call, one }) {
  const [busy, doing] = useDoing();
  const isIn = one.state === "in";
  return html`<div class="guest"><${Icon} name=${one.kind === "outside" ? "phone" : "user"} /><span class="cut">${one.name}</span>
    <span class="muted">${t(isIn ? (one.is_held ? "incall.held" : one.is_muted ? "incall.muted" : "incall.in") : "incall.ringing")}</span>
    <span class="push row">
      ${isIn && html`<${Button} kind="ghost" size="small" icon=${one.is_muted ? "mic-off" : "mic"} busy=${busy === "mute"} aria-pressed=${String(one.is_muted)}
        label=${t(one.is_muted ? "incall.unmute" : "incall.mute", { name: one.name })} onClick=${doing("mute", () => changeParticipant(call.id, one.id, { is_muted: !one.is_muted }))} />`}
      <${Button} kind="ghost" size="small" icon="x" busy=${busy === "remove"} label=${t("incall.remove", { name: one.name })} onClick=${doing("remove", () => removeParticipant(call.id, one.id))} /></span></div>`;
}
