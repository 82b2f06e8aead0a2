/** Notifications of the computer itself, for when another window is in front. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { playSound } from "../../lib/sound.js";
import { askForNotifications, notificationState } from "../../shell/ringing.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";

const BADGES = { granted: ["done", "circle-check"], denied: ["late", "bell-off"], default: ["waiting", "bell"], unsupported: ["", "bell-off"] };

export function Alerts() {
  const state = notificationState.value;
  const [kind, icon] = BADGES[state] || BADGES.default;
  return html`<p class="row row--wrap"><${Badge} kind=${kind} icon=${icon}>${t(`settings.alerts.${state}`)}<//><span class="muted">${t(`settings.alerts.${state}_text`)}</span></p>
    <div class="form__foot form__foot--start">
      ${state === "default" && html`<${Button} icon="bell" onClick=${askForNotifications}>${t("settings.alerts.allow")}<//>`}
      <${Button} icon="volume-2" onClick=${() => playSound("message")}>${t("settings.alerts.try_sound")}<//></div>`;
}
