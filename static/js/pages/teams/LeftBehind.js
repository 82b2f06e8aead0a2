/** Customers of people who have left: how many, whose, and a way to each list, to give them to somebody. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";

export function LeftBehind({ items }) {
  const count = items.reduce((sum, one) => sum + one.customers, 0);
  return html`<section class="panel teamless" aria-labelledby="left-behind">
    <h2 id="left-behind" class="row"><${Icon} name="circle-alert" /><span>${t("teams.left", { count, n: formatNumber(count) })}</span></h2>
    <p class="muted">${t("teams.left_text")}</p>
    <ul class="teamless__people">${items.map((one) => html`<li key=${one.user_id} class="teamless__one"><${Avatar} name=${one.name} size=${24} /><span class="cut">${one.name}</span>
      <a class="btn btn--small push" href=${`/customers?owner=${one.user_id}`}>${t("teams.left_list", { count: one.customers, n: formatNumber(one.customers) })}<span class="sr-only"> ${one.name}</span></a></li>`)}</ul>
  </section>`;
}
