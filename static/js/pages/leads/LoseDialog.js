/** Why a lead is lost: one of the company's reasons, and a line of one's own. */
import { get } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { useResource } from "../useResource.js";
import { nameOf } from "./model.js";

export function LoseDialog({ lead, onLose, onClose }) {
  const { data } = useResource(() => get("/lead-lost-reasons"), []);
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const save = (event) => { event.preventDefault(); if (reason) onLose({ lost_reason_id: reason, lost_note: note.trim() }); };
  return html`<${Dialog} title=${t("leads.lose_one", { name: nameOf(lead) })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <div class="chips" role="radiogroup" aria-label=${t("leads.why_lost")}>${(data?.items || []).filter((one) => one.is_active).map((one) => html`<button key=${one.id} type="button" role="radio" class="chip" aria-checked=${String(reason === one.id)}
        onClick=${() => setReason(one.id)}>${labelOf(one)}</button>`)}</div>
      <${TextField} label=${t("leads.lost_note")} value=${note} maxlength="300" autocomplete="off" onInput=${(event) => setNote(event.currentTarget.value)} />
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" disabled=${!reason}>${t("leads.lose")}<//></div>
    </form><//>`;
}
