/** A second step at sign-in: a code from the phone. Set up by a picture, confirmed by a first code, turned off by the password. */
import { del, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { Enrolment } from "./Enrolment.js";

export function TwoSteps({ account, onChange }) {
  return account.is_totp_on
    ? html`<${On} onOff=${() => onChange((known) => ({ ...known, is_totp_on: false }))} />`
    : html`<${Off} onOn=${() => onChange((known) => ({ ...known, is_totp_on: true }))} />`;
}

function Off({ onOn }) {
  const [enrolment, setEnrolment] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      setEnrolment(await post("/me/totp"));
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };
  const done = () => { setEnrolment(null); onOn(); toast(t("settings.two_steps.turned_on"), { kind: "done" }); };
  if (enrolment) return html`<${Enrolment} enrolment=${enrolment} onDone=${done} onCancel=${() => setEnrolment(null)} />`;
  return html`<p class="settings__text">${t("settings.two_steps.text")}</p>
    <div class="form__foot form__foot--start"><${Button} icon="shield-check" busy=${isBusy} onClick=${start}>${t("settings.two_steps.turn_on")}<//></div>`;
}

function On({ onOff }) {
  const [isAsking, setAsking] = useState(false);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const turnOff = async (event) => {
    event.preventDefault();
    setProblem({ isBusy: true, error: null });
    try {
      await del("/me/totp", { password });
      onOff();
      toast(t("settings.two_steps.turned_off"), { kind: "done" });
    } catch (error) {
      setProblem({ isBusy: false, error: ["wrong_password", "bad_credentials"].includes(error.code) ? t("settings.password.wrong") : errorText(error) });
    }
  };
  return html`<p class="row"><${Badge} kind="done" icon="shield-check">${t("settings.two_steps.is_on")}<//><span class="muted">${t("settings.two_steps.is_on_text")}</span></p>
    ${!isAsking && html`<div class="form__foot form__foot--start"><${Button} kind="danger" onClick=${() => setAsking(true)}>${t("settings.two_steps.turn_off")}<//></div>`}
    ${isAsking && html`<form class="stack form" onSubmit=${turnOff} novalidate>
      <${TextField} label=${t("settings.two_steps.password")} type="password" autocomplete="current-password" value=${password} error=${problem.error} onInput=${(event) => setPassword(event.currentTarget.value)} />
      <div class="form__foot form__foot--start"><${Button} kind="danger" type="submit" busy=${problem.isBusy} disabled=${!password}>${t("settings.two_steps.turn_off")}<//>
        <${Button} onClick=${() => setAsking(false)}>${t("pages.cancel")}<//></div></form>`}`;
}
