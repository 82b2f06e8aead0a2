/** Where one can go. On a phone it hides behind the button at the left of the top bar. */
import { html, signal } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { can } from "../store/session.js";
import { sections, findRoute } from "./routes.js";
import { place } from "./router.js";

export const isRailOpen = signal(false);

export function Rail() {
  const current = findRoute(place.value.pathname)?.route.section;
  const allowed = sections.filter((section) => !section.permission || can(section.permission));
  return html`<nav class=${`rail ${isRailOpen.value ? "rail--open" : ""}`} aria-label=${t("nav.label")} onClick=${() => { isRailOpen.value = false; }}>
    ${allowed.map((section) => html`<a key=${section.id} href=${section.path} title=${t(`nav.${section.id}`)}
        class=${`rail__link ${section.id === "settings" ? "rail__link--last" : ""}`} aria-current=${section.id === current ? "page" : null}>
      <${Icon} name=${section.icon} size=${20} /><span class="rail__text">${t(`nav.${section.id}`)}</span>
      ${section.count?.value > 0 && html`<span class="rail__count num" aria-label=${t("nav.to_do", { count: section.count.value })}>${section.count.value > 99 ? "99+" : section.count.value}</span>`}</a>`)}
  </nav>`;
}
