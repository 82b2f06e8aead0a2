/** One's own account: how the screens look, where calls ring, and who else is signed in as me. */
import { get } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Skeleton } from "../ui/Skeleton.js";
import { LoadFailed } from "./LoadFailed.js";
import { Account } from "./settings/Account.js";
import { Alerts } from "./settings/Alerts.js";
import { Answering } from "./settings/Answering.js";
import { Password } from "./settings/Password.js";
import { Sessions } from "./settings/Sessions.js";
import { Shortcuts } from "./settings/Shortcuts.js";
import { TwoSteps } from "./settings/TwoSteps.js";
import { useResource } from "./useResource.js";
import "./words.js";

export const css = ["css/pages/_shared.css", "css/pages/settings.css"];
export const title = () => t("settings.title");

const SECTIONS = [["account", Account], ["answering", Answering], ["alerts", Alerts], ["password", Password], ["two_steps", TwoSteps], ["sessions", Sessions], ["shortcuts", Shortcuts]];

export default function Settings() {
  const account = useResource(() => get("/me"), []);
  return html`<div class="page settings">
    <header class="page__head"><h1>${t("settings.title")}</h1></header>
    <div class="settings__columns">
      <nav class="settings__nav" aria-label=${t("settings.parts")}>${SECTIONS.map(([id]) => html`<a key=${id} href=${`#${id}`} onClick=${(event) => jumpTo(event, id)}>${t(`settings.${id}.title`)}</a>`)}</nav>
      <div class="settings__sections"><${Sections} account=${account} /></div>
    </div>
  </div>`;
}

function Sections({ account }) {
  if (account.error && !account.data) return html`<${LoadFailed} error=${account.error} onRetry=${account.reload} />`;
  if (!account.data) return html`<${Skeleton} title lines=${9} />`;
  return SECTIONS.map(([id, Section]) => html`<section key=${id} id=${id} class="panel settings__section" tabindex="-1" aria-labelledby=${`${id}-title`}>
    <h2 id=${`${id}-title`}>${t(`settings.${id}.title`)}</h2><${Section} account=${account.data} onChange=${account.set} onReload=${account.reload} /></section>`);
}

/** The page scrolls inside <main>: the router must not take the fragment for another page. */
function jumpTo(event, id) {
  event.preventDefault();
  const section = document.getElementById(id);
  section?.scrollIntoView({ behavior: "smooth", block: "start" });
  section?.focus({ preventScroll: true });
}
