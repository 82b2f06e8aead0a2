/** A note on the timeline. One line until somebody writes; what was typed survives a failed save. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Kbd } from "../../ui/Kbd.js";

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
  const onKey = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  };
  return html`<form class=${`note-form ${text ? "note-form--open" : ""}`} onSubmit=${(event) => { event.preventDefault(); save(); }}>
    <textarea class="input" rows=${text ? 3 : 1} maxlength="20000" aria-label=${t("customer.note")} placeholder=${t("customer.note_hint")}
      value=${text} onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${onKey}></textarea>
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    ${text && html`<div class="form__foot"><${Button} onClick=${() => setText("")}>${t("pages.cancel")}<//>
      <${Button} kind="primary" type="submit" busy=${isBusy}>${t("customer.save_note")} <${Kbd} cap="mod+enter" /><//></div>`}
  </form>`;
}
