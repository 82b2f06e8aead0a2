/** Giving a lead back: somebody else gets it, with a word why. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";

export function DeclineDialog({ onDone, onClose }) {
  const [reason, setReason] = useState("");
  const save = (event) => { event.preventDefault(); onDone(reason.trim()); };
  return html`<${Dialog} title=${t("leads.decline")} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    <p class="muted">${t("leads.decline_text")}</p>
    <${TextField} label=${t("leads.decline_reason")} value=${reason} maxlength="300" autofocus autocomplete="off" onInput=${(event) => setReason(event.currentTarget.value)} />
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit">${t("leads.decline")}<//></div></form><//>`;
}
