/** Top bar: who I am to the queue at the left, how the world is in the middle, tools at the right. */
import { second } from "../lib/clock.js";
import { formatClock } from "../lib/format.js";
import { html } from "../lib/html.js";
import { locale, LOCALES, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { theme } from "../lib/theme.js";
import { phoneState } from "../phone/state.js";
import { longestWait, queue } from "../store/queue.js";
import { chooseLocale, chooseTheme, isDemo, me, signOut } from "../store/session.js";
import { Avatar } from "../ui/Avatar.js";
import { Button } from "../ui/Button.js";
import { Kbd } from "../ui/Kbd.js";
import { Menu } from "../ui/Menu.js";
import { Bell } from "./Bell.js";
import { HandChip } from "./HandChip.js";
import { MicChip } from "./MicChip.js";
import { NetChip } from "./NetState.js";
import { isRailOpen } from "./Rail.js";
import { navigate } from "./router.js";
import { SimulateButton } from "./SimulateButton.js";
import { StatusMenu } from "./StatusMenu.js";

const nextTheme = { auto: "light", light: "dark", dark: "auto" };
const THEME_ICONS = { auto: "monitor", light: "sun", dark: "moon" };
const quietly = (promise) => promise.catch(() => {}); // shown at once; the server's copy is only for the next sign-in

function QueueFigures() {
  const figures = queue.value;
  if (!figures) return null;
  const longest = longestWait(second.value);
  const state = longest >= 120 ? "late" : longest >= 60 ? "waiting" : "";
  return html`<span class="queue muted" title=${t("queue.title")}>
    ${t("queue.label")} <b class="num">${figures.waiting}</b>
    ${figures.waiting > 0 && html`<span class="queue__longest">${` · ${t("queue.longest")} `}<b class=${`num ${state && `state-${state}`}`}>
      ${formatClock(longest)}</b></span>`}</span>`;
}

function userMenu(onHelp) {
  const other = LOCALES.find((one) => one !== locale.value);
  return [
    { heading: `${me.value?.name} · ${t(`role.${me.value?.role}`)}` },
    { label: t("user.settings"), icon: "settings", run: () => navigate("/settings") },
    { label: t(`user.to_${other}`), icon: "languages", run: () => quietly(chooseLocale(other)) },
    { label: t(`theme.${theme.value}`), icon: THEME_ICONS[theme.value], run: turnTheme },
    { label: t("user.help"), icon: "keyboard", shortcut: "help", run: onHelp },
    "rule",
    { label: t("user.sign_out"), icon: "log-out", run: signOut },
  ];
}

const turnTheme = () => quietly(chooseTheme(nextTheme[theme.value]));

export function TopBar({ onSearch, onHelp }) {
  const other = LOCALES.find((one) => one !== locale.value);
  return html`<header class="top">
    <a class="top__logo" href="/console" aria-label=${t("nav.home")}><${Icon} name="audio-lines" size=${20} /></a>
    <button type="button" class="top__burger" aria-label=${t("nav.label")} aria-expanded=${String(isRailOpen.value)}
      onClick=${() => { isRailOpen.value = !isRailOpen.value; }}><${Icon} name="menu" size=${20} /></button>
    <${StatusMenu} />
    <span class="push"></span>
    <${QueueFigures} />
    <${NetChip} />
    ${phoneState.value !== "none" && html`<${MicChip} />`}
    <${HandChip} />
    ${isDemo.value && html`<${SimulateButton} />`}
    <button type="button" class="top__search" aria-label=${t("search.short")} onClick=${onSearch}>
      <${Icon} name="search" /><span class="top__search-text">${t("search.short")}</span><${Kbd} id="search" /></button>
    <${Bell} />
    <span class="top__tools">
      <${Button} kind="ghost" size="small" label=${t(`user.to_${other}`)} onClick=${() => quietly(chooseLocale(other))}>${locale.value.toUpperCase()}<//>
      <${Button} kind="ghost" size="small" icon=${THEME_ICONS[theme.value]} label=${t(`theme.${theme.value}`)} onClick=${turnTheme} />
      <${Button} kind="ghost" size="small" icon="circle-help" label=${t("user.help")} onClick=${onHelp} />
    </span>
    <${Menu} trigger=${html`<${Avatar} name=${me.value?.name} size=${24} />`} triggerClass="top__me" label=${t("user.menu")} align="end"
      items=${userMenu(onHelp)} />
  </header>`;
}
