/** A note that somebody wrote on the customer's page. */
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { Ago } from "../ui/Timer.js";

export const NoteCard = ({ item }) => html`<article class="card card--note" aria-label=${t("timeline.kind.note")}>
  <span class="card__icon"><${Icon} name="sticky-note" /></span>
  <div class="card__body">
    <header class="card__head"><b>${item.agent_name || t("timeline.kind.note")}</b><span class="muted">${t("timeline.wrote_note")}</span>
      <span class="push dim"><${Ago} at=${item.occurred_at} /></span></header>
    <p class="card__notes card__notes--note">${item.data?.text || item.summary}</p>
  </div>
</article>`;
