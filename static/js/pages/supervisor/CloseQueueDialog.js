/** Shut a queue in an emergency: what callers hear, and whether those in line leave too. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field } from "../../ui/Field.js";
import { closeQueue } from "./verbs.js";

export function CloseQueueDialog({ queue, onChange, onClose }) {
  const [message, setMessage] = useState("");
  const [sendsOn, setSendsOn] = useState(false);
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const save = async (event) => {
    event.preventDefault();
    setProblem({ isBusy: true, error: null });
    try {
      await closeQueue(queue, message.trim(), sendsOn);
      onClose();
      onChange();
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };
  return html`<${Dialog} title=${t("wall.close_title", { queue: queue.name })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <p class="muted">${t("wall.close_text")}</p>
      <${Field} label=${t("wall.message")} hint=${t("wall.message_hint")}>${(attributes) => html`<textarea class="input" rows="3" maxlength="300" autofocus ...${attributes} value=${message} onInput=${(event) => setMessage(event.currentTarget.value.replace(/\s*\n\s*/g, " "))}></textarea>`}<//>
      <label class="check"><input type="checkbox" checked=${sendsOn} onChange=${(event) => setSendsOn(event.currentTarget.checked)} /><span>${t("wall.sends_on", { count: queue.figures.waiting.value })}</span></label>
      ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="danger" type="submit" busy=${problem.isBusy}>${t("wall.close_now")}<//></div>
    </form><//>`;
}
