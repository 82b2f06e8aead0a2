/** Sign in: e-mail and password, then a code when the account asks for one. In the demo, accounts to click. */
import { ApiError, post } from "./lib/api.js";
import { boot } from "./lib/boot.js";
import { errorText } from "./lib/errors.js";
import { startErrorWords } from "./lib/errorWords.js";
import { html, render, useEffect, useState } from "./lib/html.js";
import { addCatalogue, hasWords, locale, LOCALES, setLocale, t } from "./lib/i18n.js";
import { Icon } from "./lib/icons.js";
import { Avatar } from "./ui/Avatar.js";
import { Button } from "./ui/Button.js";
import { TextField } from "./ui/Field.js";

/** Only a path of ours may follow a sign-in: an address of somebody else's would make us a stepping stone for phishing. */
function placeAfter() {
  const next = new URLSearchParams(location.search).get("next") || "";
  return /^\/(?![/\\])/.test(next) ? next : "/console";
}

const textOf = (event) => event.currentTarget.value;

function Login() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [step, setStep] = useState("password");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => { if (step === "code") document.querySelector(".login__code")?.focus(); }, [step]);
  useEffect(() => { document.title = `${t("login.title")} · Contact Center`; }, [locale.value]);

  const refused = (problem) => {
    setBusy(false);
    if (problem instanceof ApiError && problem.code === "code_required") return setStep("code");
    if (problem.code === "bad_code") setCode("");
    const key = `login.${problem.code}`;
    return setError(hasWords(key) ? t(key) : errorText(problem));
  };
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError("");
    try {
      await post("/session", { email: email.trim(), password, ...(code ? { code: code.trim() } : {}) }, { isSignIn: true });
      location.assign(placeAfter());
    } catch (problem) {
      refused(problem);
    }
  };
  const goBack = () => {
    setStep("password");
    setCode("");
    setError("");
  };
  const fill = (account) => {
    setEmail(account.email);
    setPassword(account.password);
    setError("");
    document.querySelector(".login__form [type=submit]")?.focus();
  };

  return html`<div class="login"><${Bar} />
    <main class="login__card"><h1>${t("login.title")}</h1>
      <form class="login__form" method="post" action="/login" onSubmit=${submit}>
        ${error && html`<p class="login__error" role="alert">${error}</p>`}
        ${step === "code" ? html`
          <${TextField} label=${t("login.code")} hint=${t("login.code_hint")} name="code" inputmode="numeric" autocomplete="one-time-code"
            maxlength="10" required class="input--large login__code" value=${code} onInput=${(event) => setCode(textOf(event))} />` : html`
          <${TextField} label=${t("login.email")} type="email" name="email" autocomplete="username" required class="input--large"
            value=${email} onInput=${(event) => setEmail(textOf(event))} />
          <${TextField} label=${t("login.password")} type="password" name="password" autocomplete="current-password" required
            class="input--large" value=${password} onInput=${(event) => setPassword(textOf(event))} />`}
        <${Button} type="submit" kind="primary" size="large" busy=${busy}>${t("login.submit")}<//>
        ${step === "code" && html`<button type="button" class="link-btn" onClick=${goBack}>${t("login.back")}</button>`}
      </form>
      ${step === "password" && boot.demo_accounts?.length > 0 && html`<${DemoAccounts} fill=${fill} />`}
    </main></div>`;
}

const Bar = () => html`<header class="login__bar">
  <span class="login__brand"><${Icon} name="audio-lines" size=${20} />Contact Center</span>
  <span class="push row">${LOCALES.map((one) => html`
    <${Button} key=${one} kind="ghost" size="small" aria-pressed=${String(one === locale.value)} onClick=${() => setLocale(one)}>
      ${t(`user.to_${one}`)}<//>`)}</span></header>`;

const DemoAccounts = ({ fill }) => html`<section class="login__demo" aria-labelledby="demo">
  <h2 id="demo">${t("login.demo")}</h2><p class="dim">${t("login.demo_hint")}</p>
  ${boot.demo_accounts.map((account) => html`
    <button key=${account.email} type="button" class="login__account" onClick=${() => fill(account)}>
      <${Avatar} name=${account.name} size=${24} />
      <span class="stack login__who"><b class="cut">${account.name}</b><span class="muted cut">${account.email}</span></span>
      <span class="push dim num">${t(`role.${account.role}`)}</span></button>`)}</section>`;

await addCatalogue();
startErrorWords();
const root = document.getElementById("app");
root.textContent = "";
render(html`<${Login} />`, root);
