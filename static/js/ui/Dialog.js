/** A native modal that the person opened: help, confirm. Never used for a ring. */
import { html, useEffect, useId, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "./Button.js";

export function Dialog({ title, onClose, footer, class: extra = "", children }) {
  const dialog = useRef(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current.showModal();
    return () => opener?.focus?.();
  }, []);
  const clickOutside = (event) => event.target === dialog.current && onClose();
  return html`<dialog ref=${dialog} class=${`dialog ${extra}`} aria-labelledby=${id} onClose=${onClose} onClick=${clickOutside}>
    <div class="dialog__head"><h2 id=${id}>${title}</h2>
      <span class="push"><${Button} kind="ghost" size="small" icon="x" label=${t("ui.close")} onClick=${onClose} /></span></div>
    <div class="dialog__body">${children}</div>
    ${footer && html`<div class="dialog__foot">${footer}</div>`}</dialog>`;
}

export function Confirm({ title, text, action, kind = "danger", onConfirm, onClose }) {
  return html`<${Dialog} title=${title} onClose=${onClose} footer=${html`
      <${Button} onClick=${onClose}>${t("ui.cancel")}<//>
      <${Button} kind=${kind} onClick=${() => { onClose(); onConfirm(); }}>${action}<//>`}><p>${text}</p><//>`;
}
