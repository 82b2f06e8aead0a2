/** A skill made or renamed. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";

const KINDS = ["skill", "language", "territory", "product"];

export function SkillForm({ skill, onSave, onClose }) {
  const [name, setName] = useState(skill.name || "");
  const [kind, setKind] = useState(skill.kind || "skill");
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave(skill, { name: name.trim(), kind });
    } catch (failure) {
      setError(failure.code === "skill_name_taken" ? t("routing.skill.taken") : failure.status === 412 ? t("routing.changed_meanwhile") : errorText(failure));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${skill.id ? t("routing.edit", { name: skill.name }) : t("routing.skill.create")} onClose=${onClose}><form class="stack form" onSubmit=${submit} novalidate>
    <${TextField} label=${t("routing.skill.name")} value=${name} error=${error} required maxlength="80" autofocus autocomplete="off" onInput=${(event) => { setName(event.currentTarget.value); setError(""); }} />
    <${Field} label=${t("routing.skill.kind")}>${(attributes) => html`<select class="input" ...${attributes} value=${kind} onChange=${(event) => setKind(event.currentTarget.value)}>${KINDS.map((one) => html`<option key=${one} value=${one}>${t(`routing.kinds.${one}`)}</option>`)}</select>`}<//>
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div></form><//>`;
}
