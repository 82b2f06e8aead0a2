/** How it ended with somebody who had called in vain. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field } from "../../ui/Field.js";
import { nameOf } from "./model.js";
import { close } from "./verbs.js";

const REASONS = ["called_back", "no_answer", "wrong_number", "not_needed", "spam", "other"];

export function CloseDialog({ item, onClose }) {
  const [reason, setReason] = useState("called_back");
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const save = async (event) => {
    event.preventDefault();
    setProblem({ isBusy: true, error: null });
    try {
      await close(item, reason, note.trim());
      onClose();
    } catch (error) {
      setProblem({ isBusy: false, error: error.status === 412 ? t("missed.changed") : error.status === 403 ? t("missed.not_yours") : errorText(error) });
    }
  };
  return html`<${Dialog} title=${t("missed.close_title", { name: nameOf(item) })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <fieldset class="choices"><legend class="field__label">${t("missed.reason")}</legend>${REASONS.map((one, i) => html`<label key=${one} class="check"><input type="radio" name="reason" checked=${reason === one} autofocus=${i === 0}
        onChange=${() => setReason(one)} /><span>${t(`missed.reasons.${one}`)}</span></label>`)}</fieldset>
      <${Field} label=${t("missed.note")}>${(attributes) => html`<textarea class="input" rows="2" maxlength="2000" ...${attributes} value=${note} onInput=${(event) => setNote(event.currentTarget.value)}></textarea>`}<//>
      ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${problem.isBusy}>${t("missed.save")}<//></div>
    </form><//>`;
}
