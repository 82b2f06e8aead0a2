/** A note on the timeline, and the pinned ones above it. One line until somebody writes; what was typed survives a failed save. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { MentionField } from "../annotations/MentionField.js";
import { PinnedNotes } from "../annotations/PinnedNotes.js";
import { Button } from "../../ui/Button.js";
import { Kbd } from "../../ui/Kbd.js";
import "../annotations/words.js";

export function NoteForm({ customerId, onAdded }) {
  const [text, setText] = useState("");
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    if (!text.trim() || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      onAdded(await post(`/customers/${customerId}/notes`, { text: text.trim() }));
      setText("");
    } catch (problem) {
      setError(errorText(problem));
    } finally {
      setBusy(false);
    }
  };
  return html`<${PinnedNotes} customerId=${customerId} isEditable />
    <form class=${`note-form ${text ? "note-form--open" : ""}`} onSubmit=${(event) => { event.preventDefault(); save(); }}>
    <${MentionField} value=${text} label=${t("customer.note")} placeholder=${t("customer_notes.hint")} rows=${text ? 3 : 1} onInput=${setText} onSave=${save} />
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    ${text && html`<div class="form__foot"><span class="dim note-form__hint">${t("customer_notes.mention_hint")}</span><${Button} onClick=${() => setText("")}>${t("pages.cancel")}<//>
      <${Button} kind="primary" type="submit" busy=${isBusy}>${t("customer.save_note")} <${Kbd} cap="mod+enter" /><//></div>`}
  </form>`;
}
