/** Tabs: items = [{id, label, count?}]. The panel is the caller's, with id `${name}-panel` and role=tabpanel. */
import { html, useEffect } from "../lib/html.js";

const EDGE = 64; // of the tab before it remains to be seen

export function Tabs({ name, items, value, onChange, label }) {
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = items.findIndex((item) => item.id === value);
    const next = items[(at + step + items.length) % items.length];
    onChange(next.id);
    document.getElementById(`${name}-tab-${next.id}`)?.focus();
  };
  useEffect(() => { // on a phone the row scrolls, and the page must not
    const tab = document.getElementById(`${name}-tab-${value}`);
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - EDGE;
  }, [value]);
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${move}>
    ${items.map((item) => html`<button key=${item.id} id=${`${name}-tab-${item.id}`} type="button" role="tab" class="tabs__tab"
        aria-selected=${String(item.id === value)} aria-controls=${`${name}-panel`} tabindex=${item.id === value ? 0 : -1}
        onClick=${() => onChange(item.id)}>${item.label}${item.count !== undefined && html`<span class="tabs__count">${item.count}</span>`}</button>`)}
  </div>`;
}
