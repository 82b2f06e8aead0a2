/**
 * A button that opens a list of actions. Arrow keys move, Escape closes and gives the focus back, a click outside
 * closes. Items: {label, icon?, dot?, hint?, shortcut?, isDanger?, isChecked?, isDisabled?, run} or "rule" or {heading}.
 */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Dot } from "./Badge.js";
import { Kbd } from "./Kbd.js";

const focusables = (panel) => [...panel.querySelectorAll("button:not(:disabled)")];

export function Menu({ trigger, triggerClass = "btn", label, items, align = "start", up = false, openSignal }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef(null);
  const button = useRef(null);
  const panel = useRef(null);
  const close = (giveBack = true) => { setOpen(false); if (giveBack) button.current?.focus(); };

  useEffect(() => openSignal?.subscribe((count) => count && setOpen(true)), [openSignal]);
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    panel.current.scrollIntoView({ block: "nearest" });
    focusables(panel.current)[0]?.focus();
    const outside = (event) => !root.current?.contains(event.target) && close(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);

  return html`<div class="menu" ref=${root} onKeyDown=${(event) => isOpen && moveFocus(event, panel.current, close)}>
    <button type="button" ref=${button} class=${triggerClass} aria-haspopup="menu" aria-expanded=${isOpen ? "true" : "false"}
      aria-label=${label || null} title=${label || null} onClick=${() => setOpen(!isOpen)}>${trigger}</button>
    ${isOpen && html`<div ref=${panel} role="menu" class=${`menu__panel ${align === "end" ? "menu__panel--end" : ""} ${up ? "menu__panel--up" : ""}`}>
      ${items.filter(Boolean).map((item, index) => html`<${Item} key=${index} item=${item} close=${close} />`)}</div>`}
  </div>`;
}

function Item({ item, close }) {
  if (item === "rule") return html`<hr class="menu__rule" />`;
  if (item.heading) return html`<div class="menu__heading" role="presentation">${item.heading}</div>`;
  const checkable = item.isChecked !== undefined;
  return html`<button type="button" class=${`menu__item ${item.isDanger ? "menu__item--danger" : ""}`} disabled=${item.isDisabled}
      role=${checkable ? "menuitemradio" : "menuitem"} aria-checked=${checkable ? String(item.isChecked) : null}
      onClick=${() => { close(); item.run(); }}>
    ${item.dot && html`<${Dot} kind=${item.dot} />`}${item.icon && html`<${Icon} name=${item.icon} />`}
    <span>${item.label}</span>
    <span class="push row">${item.hint && html`<span class="dim">${item.hint}</span>`}
      ${item.isChecked && html`<${Icon} name="check" />`}${item.shortcut && html`<${Kbd} id=${item.shortcut} />`}</span>
  </button>`;
}

function moveFocus(event, panel, close) {
  const list = focusables(panel);
  const at = list.indexOf(document.activeElement);
  const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
  if (go !== undefined) {
    event.preventDefault();
    list[(go + list.length) % list.length]?.focus();
  }
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
  if (event.key === "Tab") close(false);
}
