/** A caller without a profile: withheld, not chosen yet, or new. A profile is made only when the agent saves one. */
import { errorText } from "../lib/errors.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { chooseCustomer } from "../store/calls.js";
import { changeOutcome, outcomeOf } from "../store/outcomes.js";
import { Avatar } from "../ui/Avatar.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { isAsked } from "./CallButtons.js";
import { isChoosing } from "./IdentityChooser.js";
import { numberOfCall } from "./callWords.js";

export function Stranger({ call }) {
  if (call.is_anonymous) return html`<${EmptyState} icon="eye-off" title=${t("caller.anonymous")} text=${t("context.anonymous_text")} />`;
  if (!isChoosing(call)) return html`<${NewCaller} call=${call} />`;
  const title = t("caller.several", { count: call.pop.identity.candidates.length });
  return html`<${EmptyState} icon="users" title=${title} text=${t("context.choose_text")} />`;
}

function NewCaller({ call }) {
  const [busy, setBusy] = useState(false);
  const name = outcomeOf(call.id).customerName; // the same field as in the wrap-up
  const save = async (event) => {
    event.preventDefault();
    if (!name.trim()) return;
    setBusy(true);
    try {
      await chooseCustomer(call.id, { display_name: name.trim() });
      toast(t("context.saved", { name: name.trim() }), { kind: "done" });
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
    setBusy(false);
  };
  return html`<section class="context__profile">
    <div class="row"><${Avatar} size=${40} />
      <div class="stack context__names"><b>${t("caller.new")}</b><span class="muted num">${numberOfCall(call)}</span></div></div>
    ${!isAsked(call) && html`<form class="context__save" onSubmit=${save}>
      <input class="input" aria-label=${t("context.new_name")} placeholder=${t("context.new_name")} maxlength="200" autocomplete="off"
        value=${name} onInput=${(event) => changeOutcome(call.id, { customerName: event.currentTarget.value })} />
      <${Button} type="submit" icon="user-plus" busy=${busy} disabled=${!name.trim()}>${t("context.save_new")}<//></form>
    <p class="dim">${t("context.new_text")}</p>`}</section>`;
}
