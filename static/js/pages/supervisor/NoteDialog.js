/** A word to an agent, a queue's people, or everybody at work. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field } from "../../ui/Field.js";
import { sendNote } from "./verbs.js";

export function NoteDialog({ to, onClose }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const title = to.agent ? t("wall.note_title", { name: to.agent.name }) : to.queue ? t("wall.note_title_queue", { queue: to.queue.name }) : t("wall.note_title_all");
  const save = async (event) => {
    event.preventDefault();
    setProblem({ isBusy: true, error: null });
    try {
      await sendNote(text.trim(), to.agent ? { agent_id: to.agent.id } : to.queue ? { queue_id: to.queue.id } : {});
      onClose();
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    <${Field} label=${t("wall.note_text")} hint=${t("wall.note_hint")} error=${problem.error}>${(attributes) => html`<textarea class="input" rows="3" maxlength="300" autofocus ...${attributes} value=${text} onInput=${(event) => setText(event.currentTarget.value.replace(/\s*\n\s*/g, " "))}></textarea>`}<//>
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" icon="send" busy=${problem.isBusy} disabled=${!text.trim()}>${t("wall.note_send")}<//></div>
  </form><//>`;
}
