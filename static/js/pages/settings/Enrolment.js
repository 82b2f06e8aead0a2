/** The picture to scan, the same secret to type where scanning fails, and the first code that proves it worked. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { CopyButton } from "../customer/CopyButton.js";

export function Enrolment({ enrolment, onDone, onCancel }) {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const confirm = async (event) => {
    event.preventDefault();
    setProblem({ isBusy: true, error: null });
    try {
      await post("/me/totp/confirm", { code: code.replace(/\s/g, "") });
      onDone();
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };
  return html`<form class="enrolment" onSubmit=${confirm} novalidate>
    <img class="enrolment__qr" src=${pictureOf(enrolment.qr_svg)} alt=${t("settings.two_steps.qr")} width="176" height="176" />
    <div class="stack">
      <ol class="enrolment__steps"><li>${t("settings.two_steps.step_scan")}</li><li>${t("settings.two_steps.step_code")}</li></ol>
      <p class="muted">${t("settings.two_steps.or_type")}</p>
      <p class="row enrolment__secret"><code class="mono">${enrolment.secret.match(/.{1,4}/g).join(" ")}</code><${CopyButton} text=${enrolment.secret} what=${t("settings.two_steps.copy_secret")} /></p>
      <${TextField} label=${t("settings.two_steps.code")} inputmode="numeric" autocomplete="one-time-code" maxlength="7" class="enrolment__code" value=${code} error=${problem.error} autofocus
        onInput=${(event) => { setCode(event.currentTarget.value); setProblem({ isBusy: false, error: null }); }} />
      <div class="form__foot form__foot--start"><${Button} kind="primary" type="submit" busy=${problem.isBusy} disabled=${code.replace(/\D/g, "").length !== 6}>${t("settings.two_steps.confirm")}<//>
        <${Button} onClick=${onCancel}>${t("pages.cancel")}<//></div>
    </div>
  </form>`;
}

/** As an image, so that nothing in it could ever run. Inline pictures lack the namespace that files need. */
function pictureOf(svg) {
  const whole = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
}
