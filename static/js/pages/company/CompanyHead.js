/** Which company this is, and what we know of it. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";

/** An address as a link only where it leads to a site and nowhere else (never javascript:). */
function siteOf(written) {
  if (!written) return null;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(written) ? written : `https://${written}`);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export const CompanyHead = ({ company, children }) => html`<header class="company__head"><span class="company__mark"><${Icon} name="building-2" size=${20} /></span>
  <div class="company__who"><h1>${company.name}</h1><div class="company__reach">
    ${company.phones.map((phone) => html`<span key=${phone.e164} class="row num"><${Icon} name="phone" size=${14} class="dim" />${phone.national}</span>`)}
    ${company.website && html`<span class="row"><${Icon} name="globe" size=${14} class="dim" />${siteOf(company.website)
      ? html`<a href=${siteOf(company.website)} target="_blank" rel="noopener noreferrer">${company.website}</a>` : company.website}</span>`}
    <span class="row"><${Icon} name="user-check" size=${14} class="dim" /><span class=${company.owner_name ? "" : "dim"}>${company.owner_name || t("companies.no_owner")}</span></span></div></div>
  <span class="push">${children}</span></header>`;

export function CompanyFacts({ company }) {
  const rows = [["tax_code", company.tax_code], ["industry", company.industry], ["size", company.size && t(`companies.sizes.${company.size}`)], ["address", company.address], ["notes", company.notes]]
    .filter(([, value]) => value);
  if (!rows.length) return null;
  return html`<section class="panel" aria-label=${t("companies.one")}><dl class="details">${rows.map(([name, value]) => html`<div key=${name} class="details__row"><dt>${t(`companies.${name}`)}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}
