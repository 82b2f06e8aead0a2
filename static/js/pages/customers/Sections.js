/** The pages about customers, one line under the top bar of each of them. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";

export const SECTIONS = [
  { id: "people", icon: "users", path: "/customers", permission: "customers.read" },
  { id: "companies", icon: "building-2", path: "/companies", permission: "companies.read" },
  { id: "segments", icon: "target", path: "/segments", permission: "segments.read" },
  { id: "orders", icon: "shopping-bag", path: "/orders", permission: "orders.read" },
  { id: "products", icon: "tag", path: "/products", permission: "orders.read" },
  { id: "duplicates", icon: "copy", path: "/duplicates", permission: "customers.merge" },
  { id: "files", icon: "upload", path: "/imports", permission: "customers.import" },
  { id: "audit", icon: "chart-column", path: "/data-quality", permission: "customers.audit" },
  { id: "fields", icon: "list-filter", path: "/fields", permission: "fields.manage" },
];

/** On a phone the line is longer than the screen. @param {HTMLElement | null} link */
const bringIntoView = (link) => {
  const line = link?.parentElement;
  if (link && line) line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
};

/** @param {{current: string}} props the id of the page shown */
export const Sections = ({ current }) => html`<nav class="sections" aria-label=${t("customers.sections.label")}>
  ${SECTIONS.filter((one) => can(one.permission)).map((one) => html`<a key=${one.id} class="sections__link" href=${one.path}
    aria-current=${one.id === current ? "page" : null} ref=${one.id === current ? bringIntoView : null}>${t(`customers.sections.${one.id}`)}</a>`)}
</nav>`;
