/** The state of the live line: a quiet chip when well, words at once when not. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { isLoaded, netState } from "../store/connection.js";
import { Dot } from "../ui/Badge.js";

const DOTS = { online: "done", connecting: "waiting", reconnecting: "waiting", offline: "late" };

export const NetChip = () => html`<span class=${`chip net net--${netState.value}`} role="status" title=${t(`net.${netState.value}_text`)}>
  <${Dot} kind=${DOTS[netState.value]} /><span class="net__text">${t(`net.${netState.value}`)}</span></span>`;

/** A line over the page while what it shows may be old. */
export function NetBanner() {
  if (!isLoaded.value || ["online", "connecting"].includes(netState.value)) return null;
  return html`<div class=${`net-banner net-banner--${netState.value}`} role="alert">
    <${Icon} name=${netState.value === "offline" ? "wifi-off" : "loader-circle"} class=${netState.value === "offline" ? "" : "icon--spin"} />
    <span><b>${t(`net.${netState.value}`)}.</b> ${t(`net.${netState.value}_text`)}</span></div>`;
}
