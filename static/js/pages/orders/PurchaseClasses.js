/** How many customers each purchase class has: by how lately, how often and for how much they bought (RFM). */
import { get } from "../../lib/api.js";
import { formatMoney, formatNumber, formatPercent } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { useResource } from "../useResource.js";
import { CLASSES, groupClasses } from "./classes.js";

export function PurchaseClasses() {
  const { data } = useResource(() => get("/orders/classes"), []);
  const [isOpen, setOpen] = useState(false);
  const classes = groupClasses(data?.items || []);
  const all = CLASSES.reduce((sum, name) => sum + (classes[name]?.customers || 0), 0);
  if (!all) return null;
  const best = (classes.champions?.customers || 0) + (classes.loyal?.customers || 0);
  const risky = (classes.at_risk?.customers || 0) + (classes.cannot_lose?.customers || 0);
  return html`<section class="classes" aria-label=${t("orders.classes_title")}>
    <button type="button" class="classes__head" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name=${isOpen ? "chevron-down" : "chevron-right"} size=${14} /><b>${t("orders.classes_title")}</b>
      <span class="classes__brief"><span class="num">${t("orders.classes_buyers", { count: all, n: formatNumber(all) })}</span>
        <span class="num">${t("orders.classes_best", { n: formatNumber(best) })}</span><span class="num">${t("orders.classes_risky", { n: formatNumber(risky) })}</span></span></button>
    ${isOpen && html`<ul class="classes__list">${CLASSES.map((name) => html`<${Row} key=${name} name=${name} told=${classes[name]} all=${all} />`)}</ul>`}
  </section>`;
}

function Row({ name, told, all }) {
  const count = told?.customers || 0;
  return html`<li class="classes__row"><a class="classes__name" href=${`/customers?rfm=${name}`} title=${t(`orders.class_hints.${name}`)}>${t(`customers.classes.${name}`)}</a>
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar__back" width="100" height="8" rx="2" /><rect class="bar__fill" width=${(100 * count) / all} height="8" rx="2" /></svg>
    <span class="num">${formatNumber(count)}</span><span class="dim num">${formatPercent(count / all)}</span>
    <span class="classes__spent dim num">${(told?.spent || []).map(([currency, spent]) => formatMoney(spent, currency)).join(" + ") || "–"}</span></li>`;
}
