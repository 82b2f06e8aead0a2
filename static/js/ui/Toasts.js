/** The host of toasts; one per page, put there by the shell. Say something with `toast()` of lib/toasts.js. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { dismissToast, toasts } from "../lib/toasts.js";

const ICONS = { done: "circle-check", late: "circle-alert", ringing: "phone-missed", info: "info" };

export const Toasts = () => html`<div class="toasts" role="status" aria-live="polite">
  ${toasts.value.map((one) => html`<${ToastRow} key=${one.id} one=${one} />`)}</div>`;

function ToastRow({ one }) {
  const dismiss = () => dismissToast(one.id);
  const undo = () => {
    dismiss();
    one.undo();
  };
  return html`<div class=${`toast toast--${one.kind}`}><${Icon} name=${ICONS[one.kind]} /><span>${one.text}</span>
    ${one.undo && html`<button type="button" class="toast__action" onClick=${undo}>${one.undoLabel || t("ui.undo")}</button>`}
    ${one.link && html`<a class="toast__action" href=${one.link.href} onClick=${dismiss}>${one.link.label}</a>`}
    <button type="button" class="toast__close" aria-label=${t("ui.close")} onClick=${dismiss}><${Icon} name="x" size=${14} /></button></div>`;
}
