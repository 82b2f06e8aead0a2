/**
 * A field that searches while one types and picks one row: a combobox with a list below.
 * `find(text)` gives rows; `shown(row)` is `{title, text}`; `onPick(row)`.
 */
import { html, useEffect, useId, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Field } from "../../ui/Field.js";

const PAUSE_MS = 200;

export function Picker({ label, hint, error, placeholder, find, shown, onPick, autofocus, isBare }) {
  const [text, setText] = useState("");
  const [rows, setRows] = useState(null);
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  const id = useId();
  useEffect(() => {
    const mine = ++asked.current;
    if (!text.trim()) { setRows(null); return undefined; }
    const timer = setTimeout(async () => {
      const found = await find(text.trim()).catch(() => []);
      if (mine === asked.current) { setRows(found); setAt(0); }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  const pick = (row) => { setText(""); setRows(null); onPick(row); };
  const onKey = (event) => {
    if (event.key === "Escape" && rows) { event.preventDefault(); event.stopPropagation(); setRows(null); }
    if (!rows?.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); setAt((at + step + rows.length) % rows.length); }
    if (event.key === "Enter") { event.preventDefault(); pick(rows[at]); }
  };
  const input = (attributes) => html`<input class="input" ...${attributes} autofocus=${autofocus} autocomplete="off" role="combobox" aria-expanded=${String(!!rows)}
    aria-controls=${`${id}-list`} aria-autocomplete="list" aria-activedescendant=${rows?.length ? `${id}-${at}` : null} placeholder=${placeholder} value=${text} maxlength="100"
    onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${onKey} onBlur=${() => setTimeout(() => setRows(null), 150)} />`;
  return html`<div class="picker">
    ${isBare ? input({ "aria-label": label }) : html`<${Field} label=${label} hint=${hint} error=${error}>${input}<//>`}
    ${rows && html`<ul class="picker__list" id=${`${id}-list`} role="listbox" aria-label=${label}>
      ${rows.map((row, index) => html`<li key=${row.id} id=${`${id}-${index}`} role="option" aria-selected=${String(index === at)} class="picker__option"
        onPointerDown=${(event) => { event.preventDefault(); pick(row); }} onPointerEnter=${() => setAt(index)}><span class="cut">${shown(row).title}</span><span class="dim push">${shown(row).text}</span></li>`)}
      ${!rows.length && html`<li class="picker__none dim">${t("orders.nothing_found")}</li>`}</ul>`}
  </div>`;
}
