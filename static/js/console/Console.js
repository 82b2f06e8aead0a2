/** The agent's console: my work, the call, the customer. On a phone the three are tabs with the call bar fixed below. */
import { html, signal, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { calls, liveCall, selectStep, selectedCall } from "../store/calls.js";
import { isLoaded } from "../store/connection.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Timer } from "../ui/Timer.js";
import { CallButtons } from "./CallButtons.js";
import { CallView } from "./CallView.js";
import { ContextPanel } from "./ContextPanel.js";
import { NoCall } from "./NoCall.js";
import { WorkList } from "./WorkList.js";
import { nameOfCall } from "./callWords.js";

const PARTS = [{ id: "work", icon: "inbox" }, { id: "call", icon: "phone" }, { id: "customer", icon: "user-round" }];
/** The column that a phone shows. */
const shownPart = signal("call");

export const title = () => t("nav.console");

export default function Console() {
  const call = selectedCall.value;
  const live = liveCall.value;
  useEffect(() => { shownPart.value = "call"; }, [call?.id]);
  useEffect(() => addShortcuts([
    { id: "next", key: "j", label: "keys.next", group: "keys.work", run: () => selectStep(1) },
    { id: "previous", key: "k", label: "keys.previous", group: "keys.work", run: () => selectStep(-1) },
  ]), []);

  return html`<div class=${`console console--${shownPart.value} ${live ? "console--live" : ""}`}>
    <section class="console__work" aria-label=${t("work.title")}><${WorkList} /></section>
    <section class="console__call" aria-label=${t("call.title")}><${Middle} call=${call} /></section>
    <aside class="console__context" aria-label=${t("context.title")}>
      ${isLoaded.value ? html`<${ContextPanel} call=${call} />` : html`<${Skeleton} title lines=${6} />`}</aside>
    ${live && html`<${PhoneCallBar} call=${live} />`}
    <nav class="console__tabs" aria-label=${t("work.parts")}>
      ${PARTS.map((part) => html`<${PartTab} key=${part.id} part=${part} />`)}</nav>
  </div>`;
}

function Middle({ call }) {
  if (!isLoaded.value) return html`<${Skeleton} title lines=${6} />`;
  return call ? html`<${CallView} key=${call.id} call=${call} />` : html`<${NoCall} />`;
}

function PartTab({ part }) {
  const isShown = shownPart.value === part.id;
  const count = part.id === "work" ? calls.value.length : 0;
  return html`<button type="button" class="console__tab" aria-current=${isShown ? "true" : null} onClick=${() => { shownPart.value = part.id; }}>
    <${Icon} name=${part.icon} size=${20} /><span>${t(`work.part_${part.id}`)}</span>
    ${count > 0 && html`<b class="console__count">${count}</b>`}</button>`;
}

/** Only on a phone, where the call's own buttons may be scrolled or tabbed away. */
const PhoneCallBar = ({ call }) => html`<div class="phone-bar">
  <span class="phone-bar__who cut"><b>${nameOfCall(call)}</b>
    <${Timer} since=${call.answered_at || call.started_at} class="state-ringing" /></span>
  <${CallButtons} call=${call} /></div>`;
