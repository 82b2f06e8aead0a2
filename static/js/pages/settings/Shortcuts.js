/** The sheet that `?` opens lists and changes every key; this says so and opens it. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { isHelpOpen } from "../../shell/App.js";
import { Button } from "../../ui/Button.js";

export const Shortcuts = () => html`<p class="settings__text muted">${t("settings.shortcuts.text")}</p>
  <div class="form__foot form__foot--start"><${Button} icon="keyboard" shortcut="help" onClick=${() => { isHelpOpen.value = true; }}>${t("settings.shortcuts.open")}<//></div>`;
