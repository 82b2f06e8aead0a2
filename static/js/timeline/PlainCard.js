/** Any kind that this version of the page does not know yet: its one-line summary, so that nothing is hidden. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Ago } from "../ui/Timer.js";

export const PlainCard = ({ item }) => html`<article class="card">
  <span class="card__icon"><${Icon} name="circle-dot" /></span>
  <div class="card__body">
    <header class="card__head"><span>${item.summary}</span><span class="push dim"><${Ago} at=${item.occurred_at} /></span></header>
    ${item.agent_name && html`<div class="call-facts"><span>${item.agent_name}</span></div>`}
  </div>
</article>`;
