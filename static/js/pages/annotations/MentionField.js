/** A text in which @ names a colleague: a list of names under it while one types, arrows and Enter to take one. */
import { html, useEffect, useId, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { plain } from "../../lib/plain.js";
import { Avatar } from "../../ui/Avatar.js";
import { colleagues, fetchColleagues } from "../colleagues.js";

const TYPED = /(?:^|[^\p{L}\p{N}_.@])@([\p{L}\p{N}_ ]{0,30})$/u;

/** What is typed after the last @ before the caret, or null. */
function typedName(text, caret) {
  const match = TYPED.exec(text.slice(0, caret));
  return match ? match[1] : null;
}

export function MentionField({ value, label, placeholder, rows, isFocused = false, onInput, onSave, onCancel }) {
  const id = useId();
  const area = useRef(null);
  const [name, setName] = useState(null);
  const [at, setAt] = useState(0);
  useEffect(() => { if (isFocused) { area.current.focus(); area.current.setSelectionRange(value.length, value.length); } }, []);
  const found = name === null ? [] : colleagues.value.filter((one) => plain(one.name).split(" ").some((word, n, all) => plain(all.slice(n).join(" ")).startsWith(plain(name).trimEnd()))).slice(0, 6);
  const look = () => { const typed = typedName(area.current.value, area.current.selectionStart); setName(typed); setAt(0); if (typed !== null) fetchColleagues(); };
  const take = (person) => {
    const caret = area.current.selectionStart;
    const start = caret - name.length;
    const next = `${value.slice(0, start)}${person.name} ${value.slice(caret)}`;
    onInput(next);
    setName(null);
    requestAnimationFrame(() => { area.current?.focus(); area.current?.setSelectionRange(start + person.name.length + 1, start + person.name.length + 1); });
  };
  const onKey = (event) => {
    if (found.length && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") return setName(null);
      if (event.key === "Enter" || event.key === "Tab") return take(found[at]);
      return setAt((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onSave(); }
    if (event.key === "Escape" && onCancel) { event.stopPropagation(); onCancel(); }
    return undefined;
  };
  return html`<div class="mention-field">
    <textarea ref=${area} class="input" rows=${rows} maxlength="20000" aria-label=${label} placeholder=${placeholder} value=${value} aria-controls=${found.length ? id : null}
      aria-activedescendant=${found.length ? `${id}-${at}` : null} onInput=${(event) => { onInput(event.currentTarget.value); look(); }} onKeyDown=${onKey} onClick=${look} onBlur=${() => setName(null)}></textarea>
    ${found.length > 0 && html`<ul class="lookup__list mention-field__list" role="listbox" id=${id} aria-label=${t("customer_notes.colleagues")}>${found.map((person, n) => html`<li key=${person.id} id=${`${id}-${n}`} role="option" aria-selected=${String(n === at)}
      class=${`lookup__option ${n === at ? "lookup__option--at" : ""}`} onPointerDown=${(event) => { event.preventDefault(); take(person); }}><${Avatar} name=${person.name} size=${24} /><span class="cut">${person.name}</span></li>`)}</ul>`}
  </div>`;
}
