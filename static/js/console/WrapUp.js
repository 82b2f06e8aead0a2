/**
 * Outcome, next step, save. It may be filled in while talking and is saved once the call is over. The server's timer
 * runs; an outcome chosen in time is saved by itself in the last seconds, so that the timer never eats it.
 */
import { second } from "../lib/clock.js";
import { errorText } from "../lib/errors.js";
import { html, useEffect, useState } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { toast } from "../lib/toasts.js";
import { navigate } from "../shell/router.js";
import { isLive, isUnfinished, isWrapUp, putAway, saveWrapUp } from "../store/calls.js";
import { forgetNote, noteOf, saveNote } from "../store/notes.js";
import { changeOutcome, findOutcome, forgetOutcome, missingIn, outcomeOf } from "../store/outcomes.js";
import { Button } from "../ui/Button.js";
import { Kbd } from "../ui/Kbd.js";
import { isChoosing } from "./IdentityChooser.js";
import { NextStep } from "./NextStep.js";
import { Outcomes } from "./Outcomes.js";
import { WrapUpTime } from "./WrapUpTime.js";

const LAST_MS = 2_000;

export function WrapUp({ call }) {
  const [busy, setBusy] = useState(false);
  const [isTold, setTold] = useState(false);
  const outcome = outcomeOf(call.id);
  const missing = missingIn(outcome);
  const isOver = !isLive(call);

  const save = async () => {
    if (busy || !isOver) return;
    setTold(true);
    if (missing) return;
    setBusy(true);
    try {
      await saveAll(call, outcome);
    } catch (error) {
      setBusy(false);
      toast(error.code === "contact_refused" ? (await import("../phone/refusal.js")).whyNotDialled(error) : errorText(error), { kind: "late" });
    }
  };

  useEffect(() => { if (!missing && isLastMoment(call)) save(); }, [second.value]);
  const saveShortcut = { id: "save", key: "mod+enter", label: "keys.save", group: "keys.work", run: save };
  useEffect(() => addShortcuts([saveShortcut]), [call.id, isOver, missing, busy, outcome]);

  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<form class="wrap-up" aria-label=${t("wrap_up.title")} onSubmit=${submit}>
    <div class="wrap-up__head"><h2>${t("wrap_up.outcome")}</h2>
      ${isUnfinished(call) && html`<span class="state-late row"><${Icon} name="flag" size=${14} />${t("wrap_up.auto_closed")}</span>`}</div>
    <${Outcomes} call=${call} outcome=${outcome} />
    <${NextStep} callId=${call.id} outcome=${outcome} demanded=${findOutcome(outcome.disposition)?.next_step} isTold=${isTold} missing=${missing} />
    ${!call.customer_id && !call.is_anonymous && !isChoosing(call) && html`<${NewCustomer} call=${call} outcome=${outcome} />`}
    <div class="wrap-up__foot">
      <${WrapUpTime} call=${call} />
      <span class="push row">${isTold && missing && html`<span class="state-late" role="alert">${t(`wrap_up.missing_${missing}`)}</span>`}
        ${isUnfinished(call) && html`<${Button} kind="ghost" onClick=${() => putAway(call.id)}>${t("wrap_up.later")}<//>`}
        <${Button} type="submit" kind="primary" busy=${busy} disabled=${!isOver} why=${isOver ? "" : t("wrap_up.after_call")}>
          ${t("wrap_up.save")}<${Kbd} cap="enter" /><//></span></div></form>`;
}

const NewCustomer = ({ call, outcome }) => html`<label class="wrap-up__customer"><span class="muted">${t("wrap_up.new_customer")}</span>
  <input class="input" maxlength="200" autocomplete="off" placeholder=${t("wrap_up.new_customer_hint")} value=${outcome.customerName}
    onInput=${(event) => changeOutcome(call.id, { customerName: event.currentTarget.value })} /></label>`;

/** The timer is about to close the call. */
const isLastMoment = (call) => isWrapUp(call) && !!call.wrap_up.due_at && Date.parse(call.wrap_up.due_at) - second.value <= LAST_MS;

async function saveAll(call, outcome) {
  await saveNote(call.id);
  const { step } = outcome;
  const name = call.customer_id ? "" : outcome.customerName.trim();
  await saveWrapUp(call.id, {
    disposition: outcome.disposition,
    notes: noteOf(call.id).text,
    next_step: step?.kind ? { kind: step.kind, due_at: step.due_at || null, text: step.text?.trim() || "" } : null,
    ...(name ? { customer: { display_name: name } } : {}),
  });
  forgetNote(call.id);
  forgetOutcome(call.id);
  const text = t("wrap_up.saved", { outcome: labelOf(findOutcome(outcome.disposition)) });
  toast(text, { kind: "done", undo: () => navigate(`/calls/${call.id}`), undoLabel: t("wrap_up.open") });
}
