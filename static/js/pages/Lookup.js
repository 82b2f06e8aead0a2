/**
 * Type to find, arrows to move, Enter to take: a combobox over what the server finds. `search(text)` gives
 * [{id, label, hint?}]; `onCreate(text)` (optional) offers to make what was not found.
 */
import { html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";

const PAUSE_MS = 180;

export function Lookup({ label, placeholder, search, onPick, onCreate, createWords, onClose, isOpenAtOnce = false }) {
  const id = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState(null);
  const [at, setAt] = useState(0);
  const input = useRef(null);
  const question = useRef(0);
  useEffect(() => { input.current?.focus(); }, []);
  useEffect(() => {
    if (!text.trim() && !isOpenAtOnce) return void setFound(null);
    const mine = ++question.current;
    const timer = setTimeout(async () => {
      const rows = await search(text.trim()).catch(() => []);
      if (mine === question.current) { setFound(rows.slice(0, 8)); setAt(0); }
    }, text ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text]);

  const options = optionsOf(found, text.trim(), onCreate, createWords);
  const take = (option) => {
    if (!option) return;
    if (option.isNew) onCreate(text.trim()); else onPick(option);
    setText("");
    setFound(null);
  };
  const onKey = (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onClose?.(); }
    if (event.key === "Enter") { event.preventDefault(); take(options[at]); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) { event.preventDefault(); setAt((at + step + options.length) % options.length); }
  };
  const leave = (event) => { if (!event.currentTarget.contains(event.relatedTarget)) onClose?.(); };
  return html`<div class="lookup" onFocusOut=${leave}>
    <input ref=${input} class="input" role="combobox" aria-label=${label} placeholder=${placeholder || label} value=${text} maxlength="100" autocomplete="off"
      aria-expanded=${String(options.length > 0)} aria-controls=${id} aria-autocomplete="list" aria-activedescendant=${options.length ? `${id}-${at}` : null}
      onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${onKey} />
    ${options.length > 0 && html`<ul class="lookup__list" role="listbox" id=${id} aria-label=${label}>
      ${options.map((option, n) => html`<li key=${option.id} id=${`${id}-${n}`} role="option" aria-selected=${String(n === at)} class=${`lookup__option ${n === at ? "lookup__option--at" : ""}`}
        onPointerMove=${() => setAt(n)} onPointerDown=${(event) => { event.preventDefault(); take(option); }}>
        ${option.isNew && html`<${Icon} name="plus" size=${14} />`}<span class="cut">${option.label}</span>${option.hint && html`<span class="push dim cut">${option.hint}</span>`}</li>`)}</ul>`}
    ${found && !options.length && html`<p class="lookup__list lookup__none dim" role="status">${t("tasks.nothing_found")}</p>`}
  </div>`;
}

function optionsOf(found, text, onCreate, createWords) {
  if (!found) return [];
  const isThere = found.some((one) => one.label.toLowerCase() === text.toLowerCase());
  return onCreate && text && !isThere ? [...found, { id: "new", label: createWords(text), isNew: true }] : found;
}
