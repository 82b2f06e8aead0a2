/** One change in words: who, when, from what to what, by what; and taking it back. */
import { ApiError, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { hasWords, labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { Ago } from "../../ui/Timer.js";
import { findField } from "./catalogue.js";
import { inWords } from "./shownValue.js";

/** `withField`: in the whole history, where each row says which field it is about. */
export function Change({ change, customer, withField, isEditable, onUndone }) {
  const [isAsking, setAsking] = useState(false);
  const undo = async (isForced) => {
    try {
      onUndone(await post(`/customers/${customer.id}/history/${change.id}/undo`, { is_forced: isForced }, { ifMatch: customer.version }));
      toast(t("profile.undone", { field: labelOf(change) }), { kind: "done" });
    } catch (error) {
      if (error instanceof ApiError && error.code === "changed_since") setAsking(true);
      else toast(error.status === 412 ? t("profile.look_again") : errorText(error), { kind: "late" });
    }
  };
  return html`<li class="change">
    <div class="change__head">${withField && html`<b>${labelOf(change)}</b>`}
      <span class="change__who">${change.actor_name || t(change.actor_id ? "profile.by_api" : "profile.by_system")}</span>
      ${change.cause !== "manual" && html`<span class="badge">${causeOf(change)}</span>`}
      <${Ago} at=${change.at} class="dim" />
      ${isEditable && html`<span class="push"><${Button} kind="ghost" size="small" icon="rotate-ccw" label=${t("profile.undo_change", { field: labelOf(change) })} onClick=${() => undo(false)} /></span>`}</div>
    <p class="change__values"><span class=${change.old === null || change.old === "" ? "dim" : "change__old"}>${told(change, "old")}</span><${Icon} name="arrow-right" size=${12} label=${t("profile.became")} /><span>${told(change, "new")}</span></p>
    ${isAsking && html`<${Confirm} title=${t("profile.changed_since")} text=${t("profile.changed_since_text", { value: told(change, "old") })} action=${t("profile.undo_anyway")} kind="primary"
      onConfirm=${() => undo(true)} onClose=${() => setAsking(false)} />`}
  </li>`;
}

const causeOf = (change) => (hasWords(`profile.cause.${change.cause}`) ? t(`profile.cause.${change.cause}`) : change.cause);

function told(change, side) {
  const value = change[side];
  if (change.field === "identity") return value ? lineInWords(value) : t("profile.no_line");
  if (change.field === "owner_id" && change[`${side}_name`]) return change[`${side}_name`];
  const field = findField(change.field) || { type: "text", choices: [] };
  return inWords(field, value) || t("customer.empty_field");
}

function lineInWords(line) {
  const states = [line.label, line.status === "maybe" && t("customer.maybe"), line.status === "former" && t("customer.former"), line.is_shared && t("customer.shared"), line.is_verified && t("customer.verified")];
  const value = line.channel === "phone" ? formatPhone(line.value) : `${channelName(line.channel)} ${line.value}`;
  return [value, ...states.filter(Boolean)].join(" · ");
}

export const channelName = (channel) => (hasWords(`profile.channel.${channel}`) ? t(`profile.channel.${channel}`) : channel);
