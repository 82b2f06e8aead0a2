/** What was done on the floor, by whom: the newest first. */
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";
import { Ago } from "../../ui/Timer.js";
import { usePolled } from "../usePolled.js";

const SHOWN = 8;

export function Acts() {
  const acts = usePolled(() => get("/floor-acts", { limit: SHOWN }).then((body) => body.items), { everyMs: 30_000, events: ["queue.updated", "offer.created"] });
  if (!acts.data?.length) return null;
  return html`<section class="panel" aria-labelledby="acts-title"><div class="panel__head"><h2 id="acts-title">${t("wall.acts")}</h2></div>
    <ul class="acts">${acts.data.map((act) => html`<li key=${act.id}><span>${wordsOf(act)}</span><${Ago} at=${act.at} class="dim" /></li>`)}</ul></section>`;
}

function wordsOf(act) {
  const key = `wall.act.${act.action}`;
  const values = { who: act.actor_name || "", agent: act.agent_name || "", queue: act.queue_name || "", text: act.detail.text || act.detail.message || act.detail.name || "", to: act.detail.to ?? "" };
  return hasWords(key) ? t(key, values) : act.action;
}
