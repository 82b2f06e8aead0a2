/** The middle while no call is chosen: what to do next, and whether everything is ready for a ring. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { isSoundBlocked, playSound } from "../lib/sound.js";
import { askForMicrophone, phoneState, resumeAudio } from "../phone/phone.js";
import { offDutyText } from "../shell/OffDuty.js";
import { goAvailable } from "../shell/StatusMenu.js";
import { askForNotifications, notificationState } from "../shell/ringing.js";
import { isReadyStatus } from "../shell/statusLooks.js";
import { netState } from "../store/connection.js";
import { duty, presence } from "../store/presence.js";
import { isDemo } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";

const isPhone = () => matchMedia("(max-width: 767px)").matches;
export function NoCall() {
  const status = presence.value?.status;
  return html`<div class="no-call"><h1 class="sr-only">${t("nav.console")}</h1>
    ${isReadyStatus(status) ? html`<${Waiting} />` : html`<${Away} name=${status === "not_responding" ? status : "away"} />`}
    <${Checklist} /></div>`;
}

const Away = ({ name }) => html`<${EmptyState} icon="coffee" title=${t(`no_call.${name}`)} text=${t(`no_call.${name}_text`)}>
  <${Button} kind="primary" size="large" icon="headset" onClick=${goAvailable}>${t("status.go_available")}<//><//>`;

const Waiting = () => (duty.value?.off_duty ? html`
  <${EmptyState} icon="calendar-clock" title=${t("no_call.off_duty")} text=${offDutyText()}><a class="btn" href="/schedule">${t("no_call.see_schedule")}</a><//>` : html`
  <${EmptyState} icon="headphones" title=${t("no_call.waiting")} text=${t(isPhone() ? "no_call.waiting_text_phone" : "no_call.waiting_text")}>
    ${isDemo.value && !isPhone() && html`<p class="dim">${t("no_call.demo")}</p>`}<//>`);

/** What a ring needs, each with its repair. @returns {{id: string, isFine: boolean, text: string, label?: string, run?: () => void}[]} */
function needs() {
  const phone = phoneState.value;
  const notify = notificationState.value;
  const sound = isSoundBlocked.value ? "check.sound_blocked" : "check.sound_fine";
  return [
    { id: "net", isFine: netState.value === "online", text: t(`net.${netState.value}_text`) },
    { id: "sound", isFine: !isSoundBlocked.value, text: t(sound), label: t("check.sound_try"), run: () => playSound("connected") },
    phone !== "none" && {
      id: "mic", isFine: ["ready", "simulated", "phone", "other_tab"].includes(phone), text: t(`mic.${phone}_text`),
      label: t("check.mic_allow"), run: { ask: askForMicrophone, failed: askForMicrophone, blocked: resumeAudio }[phone],
    },
    notify !== "unsupported" && {
      id: "notify", isFine: notify === "granted", text: t(`check.notify_${notify}`),
      label: t("check.notify_allow"), run: notify === "default" ? askForNotifications : undefined,
    },
  ].filter(Boolean);
}

const Checklist = () => html`<section class="checks" aria-label=${t("check.title")}><h2>${t("check.title")}</h2>
  <ul>${needs().map((need) => html`<li key=${need.id} class="checks__row">
    <${Icon} name=${need.isFine ? "circle-check" : "circle-alert"} class=${need.isFine ? "state-done" : "state-waiting"} />
    <b>${t(`check.${need.id}`)}</b><span class="muted">${need.text}</span>
    ${need.run && html`<span class="push"><${Button} size="small" onClick=${need.run}>${need.label}<//></span>`}</li>`)}</ul></section>`;
