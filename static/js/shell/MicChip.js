/** The softphone: ready, asking for the microphone, or what to do about it. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { askForMicrophone, isMuted, phoneState, resumeAudio } from "../phone/phone.js";
import { Dot } from "../ui/Badge.js";

const FINE = ["ready", "simulated", "phone", "other_tab"];
const DOTS = { connecting: "waiting", ask: "waiting", blocked: "waiting", denied: "late", failed: "late" };

const ICONS = { simulated: "volume-2", blocked: "volume-x", phone: "phone", denied: "mic-off" };

export function MicChip() {
  const state = phoneState.value;
  const words = html`<${Dot} kind=${isMuted.value ? "late" : DOTS[state] || "done"} /><${Icon} name=${isMuted.value ? "mic-off" : ICONS[state] || "mic"} size=${14} />
    <span class="mic__text">${t(isMuted.value ? "mic.muted" : `mic.${state}`)}</span>`;
  const action = { ask: askForMicrophone, failed: askForMicrophone, blocked: resumeAudio }[state];
  const isFine = FINE.includes(state) && !isMuted.value;
  if (!action) return html`<span class=${`chip mic ${isFine ? "mic--fine" : ""}`} title=${t(`mic.${state}_text`)}>${words}</span>`;
  return html`<button type="button" class="chip mic" title=${t(`mic.${state}_text`)} onClick=${action}>${words}</button>`;
}
