/**
 * One box for everything: find a person or a call, go somewhere, do something. Arrows move, Enter opens, Escape leaves.
 * The focus stays in the box; the marked row is told to screen readers by aria-activedescendant.
 */
import { errorText } from "../lib/errors.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { Marked } from "../timeline/Marked.js";
import { Avatar } from "../ui/Avatar.js";
import { listCommands } from "./commands.js";
import { rowsOf } from "./found.js";
import { fitting } from "./match.js";
import { useSearch } from "./useSearch.js";

const GROUPS = ["customers", "calls", "companies", "orders", "products", "texts", "pages", "actions"];
const SEARCHED = ["companies", "orders", "products", "texts"];
const groupLabel = (group) => t(SEARCHED.includes(group) ? `find.groups.${group}` : `palette.groups.${group}`);

export function Palette({ onClose }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const { found, error, isAsking } = useSearch(typed);
  const rows = [...rowsOf(found, typed.trim(), isAsking), ...fitting(listCommands(), typed)].sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
  const current = Math.min(at, rows.length - 1);
  const dialog = useOpenDialog();

  const run = (row) => { onClose(); row?.run(); };
  const onKey = (event) => {
    const go = { ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + 5, PageUp: current - 5 }[event.key];
    if (go !== undefined && rows.length) {
      event.preventDefault();
      setAt(event.key.startsWith("Arrow") ? (go + rows.length) % rows.length : Math.min(Math.max(0, go), rows.length - 1));
    }
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); run(rows[current]); }
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); onClose(); }
  };

  return html`<dialog ref=${dialog} class="palette" aria-label=${t("palette.title")} onClose=${onClose} onClick=${(event) => event.target === dialog.current && onClose()}>
    <div class="palette__box"><${Icon} name=${isAsking ? "loader-circle" : "search"} size=${20} class=${isAsking ? "icon--spin" : ""} />
      <input class="palette__input" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" autofocus autocomplete="off" spellcheck=${false} maxlength="100"
        aria-activedescendant=${rows[current] ? `palette-${rows[current].id}` : null} aria-label=${t("palette.title")} placeholder=${t("palette.hint")} value=${typed}
        onInput=${(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown=${onKey} />
      <kbd class="kbd">Esc</kbd></div>
    <${Rows} rows=${rows} current=${current} onRun=${run} onPoint=${setAt} />
    <p class="palette__foot" role="status">${error ? errorText(error) : !rows.length && !isAsking ? html`${t("palette.nothing", { q: typed.trim() })}<span class="palette__try">${t("find.try")}</span>` : ""}</p>
  </dialog>`;
}

function Rows({ rows, current, onRun, onPoint }) {
  const list = useRef(null);
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [current, rows.length]);
  return html`<div class="palette__list" id="palette-list" role="listbox" aria-label=${t("palette.results")} ref=${list}>
    ${GROUPS.filter((group) => rows.some((row) => row.group === group)).map((group) => html`<div key=${group} role="group" aria-label=${groupLabel(group)}>
      <div class="palette__group" aria-hidden="true">${groupLabel(group)}</div>
      ${rows.map((row, i) => row.group === group && html`<div key=${row.id} id=${`palette-${row.id}`} role="option" aria-selected=${String(i === current)} class=${`palette__row ${row.marks ? "palette__row--text" : ""}`}
          onClick=${() => onRun(row)} onMouseMove=${() => i !== current && onPoint(i)}>
        ${row.person !== undefined ? html`<${Avatar} name=${row.person} size=${24} />` : html`<${Icon} name=${row.icon} />`}
        <span class="cut">${row.marks ? html`<${Marked} text=${row.label} marks=${row.marks} />` : row.label}</span>${row.hint && html`<span class="palette__row-hint dim num cut">${row.hint}</span>`}</div>`)}
    </div>`)}</div>`;
}

function useOpenDialog() {
  const dialog = useRef(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current.showModal();
    return () => opener?.isConnected && opener.focus();
  }, []);
  return dialog;
}
