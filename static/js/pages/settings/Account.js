/** Who I am here, and how the screens look. */
import { errorText } from "../../lib/errors.js";
import { html } from "../../lib/html.js";
import { locale, LOCALES, t } from "../../lib/i18n.js";
import { theme, THEMES } from "../../lib/theme.js";
import { toast } from "../../lib/toasts.js";
import { chooseLocale, chooseTheme } from "../../store/session.js";
import { Choices } from "./Choices.js";

/** Shown at once; only a failure to remember it is worth a word. */
const quietly = (promise) => promise.catch((error) => toast(errorText(error), { kind: "late" }));

export const Account = ({ account }) => html`<dl class="details details--still">
    <div class="details__row"><dt>${t("settings.account.name")}</dt><dd>${account.name}</dd></div>
    <div class="details__row"><dt>${t("settings.account.email")}</dt><dd>${account.email}</dd></div>
    <div class="details__row"><dt>${t("settings.account.role")}</dt><dd>${t(`role.${account.role}`)}</dd></div>
  </dl>
  <p class="dim settings__hint">${t("settings.account.hint")}</p>
  <${Choices} label=${t("settings.account.language")} name="locale" value=${locale.value} options=${LOCALES.map((one) => [one, t(`user.to_${one}`)])} onChange=${(one) => quietly(chooseLocale(one))} />
  <${Choices} label=${t("settings.account.theme")} name="theme" value=${theme.value} options=${THEMES.map((one) => [one, t(`settings.account.themes.${one}`)])} onChange=${(one) => quietly(chooseTheme(one))} />`;
