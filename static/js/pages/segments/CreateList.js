/** A new list: a name, then its page, where customers are put on it. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";

export function CreateList({ onClose }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [state, setState] = useState({ isBusy: false, error: null });
  const save = async (event) => {
    event.preventDefault();
    if (!name.trim()) return setState({ isBusy: false, error: t("segments.name_missing") });
    setState({ isBusy: true, error: null });
    try {
      const made = await post("/segments", { name: name.trim(), description: description.trim(), kind: "static" });
      onClose();
      navigate(`/segments/${made.id}`);
    } catch (error) {
      setState({ isBusy: false, error: errorText(error) });
    }
    return undefined;
  };
  return html`<${Dialog} title=${t("segments.new_list")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <p class="muted">${t("segments.list_text")}</p>
      <${TextField} label=${t("segments.name")} value=${name} error=${state.error} required maxlength="120" autocomplete="off" autofocus onInput=${(event) => { setName(event.currentTarget.value); setState({ isBusy: false, error: null }); }} />
      <${TextField} label=${t("segments.description")} value=${description} maxlength="500" autocomplete="off" onInput=${(event) => setDescription(event.currentTarget.value)} />
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${state.isBusy}>${t("segments.create")}<//></div>
    </form><//>`;
}
