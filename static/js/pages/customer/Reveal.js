/** What one's role does not see: hidden, with a button that asks why one needs it and then shows it. The reason is kept. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";

/** `what` is {field} or {identity_id}; `shown` is what stands there meanwhile. */
export function Reveal({ customerId, what, label, shown = "•••", onShown }) {
  const [isAsking, setAsking] = useState(false);
  if (!can("customers.reveal")) return html`<span class="num">${shown}</span>`;
  return html`<span class="reveal"><span class="num" aria-label=${t("profile.hidden")}>${shown}</span>
    <button type="button" class="reveal__open" aria-label=${t("profile.show_what", { field: label })} onClick=${() => setAsking(true)}>
      <${Icon} name="eye" size=${14} />${t("profile.show")}</button>
    ${isAsking && html`<${Ask} customerId=${customerId} what=${what} label=${label} onShown=${onShown} onClose=${() => setAsking(false)} />`}</span>`;
}

function Ask({ customerId, what, label, onShown, onClose }) {
  const [reason, setReason] = useState("");
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const isShort = reason.trim().length < 3;
  const show = async (event) => {
    event.preventDefault();
    if (isShort) return;
    setBusy(true);
    try {
      onShown(await post(`/customers/${customerId}/reveals`, { ...what, reason: reason.trim() }));
      onClose();
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("profile.show_what", { field: label })} onClose=${onClose}>
    <form class="stack form" onSubmit=${show} novalidate>
      <p class="muted">${t("profile.reveal_text")}</p>
      <${TextField} label=${t("profile.reason")} hint=${t("profile.reason_hint")} value=${reason} error=${error} maxlength="300" autocomplete="off" autofocus
        onInput=${(event) => { setReason(event.currentTarget.value); setError(null); }} />
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//>
        <${Button} kind="primary" type="submit" icon="eye" busy=${isBusy} disabled=${isShort}>${t("profile.show")}<//></div>
    </form><//>`;
}
