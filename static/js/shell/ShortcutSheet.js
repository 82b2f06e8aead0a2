/** The `?` sheet: what each key does, and choosing another one. */
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { capOf, chooseKey, keyOf, listShortcuts, nameOf, shortcutsVersion } from "../lib/keys.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";

export function ShortcutSheet({ onClose }) {
  void shortcutsVersion.value;
  const [editing, setEditing] = useState(null);
  const [problem, setProblem] = useState(null);

  useEffect(() => {
    if (!editing) return undefined;
    const press = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === "Escape") return setEditing(null);
      const key = nameOf(event);
      if (!key) return undefined;
      const clash = chooseKey(editing, key);
      setProblem(clash ? t("keys.taken", { key: capOf(key), label: t(clash.label) }) : null);
      return clash ? undefined : setEditing(null);
    };
    window.addEventListener("keydown", press, true);
    return () => window.removeEventListener("keydown", press, true);
  }, [editing]);

  const edit = (id) => {
    setEditing(id);
    setProblem(null);
  };
  const groups = groupOf(listShortcuts());
  return html`<${Dialog} title=${t("keys.title")} onClose=${onClose}>
    <p class="muted">${t("keys.intro")}</p>
    ${[...groups].map(([group, list]) => html`<section key=${group} class="keys"><h2>${t(group)}</h2>
      <dl>${list.map((one) => html`<div key=${one.id} class="keys__row"><dt>${t(one.label)}</dt>
        <dd><${Key} one=${one} isEditing=${editing === one.id} edit=${() => edit(one.id)} /></dd></div>`)}</dl></section>`)}
    ${problem && html`<p class="field__error" role="alert">${problem}</p>`}<//>`;
}

function Key({ one, isEditing, edit }) {
  if (one.isFixed) return html`<kbd class="kbd">${one.cap || capOf(one.key)}</kbd>`;
  const words = isEditing ? t("keys.press") : capOf(keyOf(one.id));
  return html`<button type="button" class=${`kbd keys__cap ${isEditing ? "keys__cap--editing" : ""}`} title=${t("keys.change")} onClick=${edit}>${words}</button>
    ${keyOf(one.id) !== one.key && html`
      <${Button} kind="ghost" size="small" icon="rotate-ccw" label=${t("keys.reset")} onClick=${() => chooseKey(one.id, null)} />`}`;
}

/** Shortcuts by group, in the order they were added. */
function groupOf(list) {
  const groups = new Map();
  for (const one of list) groups.set(one.group, [...(groups.get(one.group) || []), one]);
  return groups;
}
