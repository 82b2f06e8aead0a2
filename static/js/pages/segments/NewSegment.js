/** A new group by rules: its name, its rules, and at once how many it will hold. */
import { post } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../shell/router.js";
import { TextField } from "../../ui/Field.js";
import { RulesEditor } from "./RulesEditor.js";

export function NewSegment() {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const save = async (rules) => {
    const made = await post("/segments", { name: name.trim(), description: description.trim(), kind: "rules", rules });
    navigate(`/segments/${made.id}`, { replace: true });
  };
  const head = html`<div class="rules-editor__names">
    <${TextField} label=${t("segments.name")} value=${name} maxlength="120" autocomplete="off" autofocus required onInput=${(event) => setName(event.currentTarget.value)} />
    <${TextField} label=${t("segments.description")} value=${description} maxlength="500" autocomplete="off" onInput=${(event) => setDescription(event.currentTarget.value)} /></div>`;
  return html`<header class="page__head"><h1>${t("segments.new_group")}</h1></header>
    <${RulesEditor} rules=${null} head=${head} saveLabel=${t("segments.create")} isSavable=${!!name.trim()} onSave=${save} onCancel=${() => navigate("/segments")} />`;
}
