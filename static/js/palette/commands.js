/** Everything that can be done from the palette without knowing where it is: pages, own status, looks, a simulated call. */
import { post } from "../lib/api.js";
import { errorText } from "../lib/errors.js";
import { labelOf, locale, LOCALES, t } from "../lib/i18n.js";
import { theme, THEMES } from "../lib/theme.js";
import { toast } from "../lib/toasts.js";
import { isHelpOpen } from "../shell/App.js";
import { SECTIONS } from "../pages/customers/Sections.js";
import { navigate } from "../shell/router.js";
import { sections } from "../shell/routes.js";
import { presence, setStatus } from "../store/presence.js";
import { can, chooseLocale, chooseTheme, isDemo, signOut, statuses } from "../store/session.js";

const SIMULATED = ["answered", "anonymous", "hangs_up_while_ringing", "abandons_in_queue", "voicemail", "asks_callback"];
const THEME_ICONS = { auto: "monitor", light: "sun", dark: "moon" };

/** Each: {id, group, icon, label, hint?, keywords?, run}. */
export const listCommands = () => [...pages(), ...customerPages(), ...ownStatus(), ...simulated(), ...looks()];

const pages = () => sections.filter((section) => !section.permission || can(section.permission)).map((section) => ({
  id: `go-${section.id}`, group: "pages", icon: section.icon, label: t(`nav.${section.id}`), keywords: section.id, run: () => navigate(section.path),
}));

/** The first of them is the rail's own. */
const customerPages = () => SECTIONS.slice(1).filter((one) => can(one.permission)).map((one) => ({
  id: `go-${one.id}`, group: "pages", icon: one.icon, label: t(`customers.sections.${one.id}`), keywords: `${one.path.slice(1)} ${one.id}`, run: () => navigate(one.path),
}));

const ownStatus = () => statuses.value.filter((status) => status.is_pickable !== false && status.code !== presence.value?.status).map((status) => ({
  id: `status-${status.code}`, group: "actions", icon: status.is_ready ? "circle-check" : "coffee", label: t("palette.set_status", { status: labelOf(status) }),
  keywords: `status ${status.code}`, run: () => said(() => setStatus(status.code)),
}));

const simulated = () => (isDemo.value && can("simulate.calls") ? SIMULATED.map((kind) => ({
  id: `simulate-${kind}`, group: "actions", icon: "sparkles", label: t("palette.simulate", { kind: t(`simulate.${kind}`) }), keywords: `simulate demo ${kind}`,
  run: () => said(() => post("/simulated-calls", { kind }), t("simulate.coming")),
})) : []);

const looks = () => [
  ...THEMES.filter((one) => one !== theme.value).map((one) => ({ id: `theme-${one}`, group: "actions", icon: THEME_ICONS[one], label: t(`theme.${one}`), keywords: `theme ${one}`, run: () => said(() => chooseTheme(one)) })),
  ...LOCALES.filter((one) => one !== locale.value).map((one) => ({ id: `locale-${one}`, group: "actions", icon: "languages", label: t(`user.to_${one}`), keywords: "language ngôn ngữ", run: () => said(() => chooseLocale(one)) })),
  { id: "help", group: "actions", icon: "keyboard", label: t("user.help"), keywords: "keyboard shortcuts", run: () => { isHelpOpen.value = true; } },
  { id: "sign-out", group: "actions", icon: "log-out", label: t("user.sign_out"), keywords: "logout sign out", run: signOut },
];

async function said(work, done) {
  try {
    await work();
    if (done) toast(done, { kind: "info" });
  } catch (error) {
    toast(errorText(error), { kind: "late" });
  }
}
