/** The rules of a segment being made or changed: the builder, what it finds, and saving with ⌘↵. */
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { addShortcuts } from "../../lib/keys.js";
import { Button } from "../../ui/Button.js";
import { Builder, isTooDeep } from "./Builder.js";
import { LiveCount, readWrong, useCount } from "./LiveCount.js";
import { readRules, withoutEmptyGroups, writeRules } from "./tree.js";

/** `onSave(rules)` may throw an ApiError; `head` is what stands above the builder. */
export function RulesEditor({ rules, head, saveLabel, isSavable = true, onSave, onCancel }) {
  const [root, setRoot] = useState(() => readRules(rules));
  const [wrong, setWrong] = useState(null);
  const [saving, setSaving] = useState({ isBusy: false, error: null });
  const count = useCount(root, setWrong);
  const isDeep = isTooDeep(root);
  const isOff = !count.isReady || isDeep || !isSavable;

  const save = async () => {
    if (isOff || saving.isBusy) return;
    const { rules: written, places } = writeRules(withoutEmptyGroups(root));
    setSaving({ isBusy: true, error: null });
    try {
      await onSave(written);
    } catch (error) {
      setWrong(readWrong(error, places));
      setSaving({ isBusy: false, error });
    }
  };
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => addShortcuts([{ id: "save_segment", key: "mod+enter", label: "segments.keys.save", group: "keys.work", run: () => latest.current() }]), []);

  return html`<div class="rules-editor">
    <div class="panel rules-editor__main">
      ${head}
      <h2>${t("segments.rules")}</h2>
      <${Builder} root=${root} wrong=${wrong} onChange=${setRoot} />
      ${isDeep && html`<p class="field__error" role="alert">${t("segments.too_deep")}</p>`}
      ${saving.error && !wrong && html`<p class="field__error" role="alert">${errorText(saving.error)}</p>`}
      <div class="form__foot form__foot--start rules-editor__foot">
        <${Button} kind="primary" busy=${saving.isBusy} disabled=${isOff} why=${t(isSavable ? "segments.incomplete" : "segments.name_missing")} onClick=${save}>${saveLabel}<//>
        <${Button} onClick=${onCancel}>${t("pages.cancel")}<//></div>
    </div>
    <${LiveCount} ...${count} />
  </div>`;
}
