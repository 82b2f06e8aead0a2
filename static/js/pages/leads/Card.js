/** One lead on the board. It is dragged, moved by its menu, or by Ctrl with an arrow key; Enter opens it. */
import { formatDateTime, formatMoney } from "../../lib/format.js";
import { serverNow } from "../../lib/clock.js";
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { navigate } from "../../shell/router.js";
import { Avatar } from "../../ui/Avatar.js";
import { Menu } from "../../ui/Menu.js";
import { Ago } from "../../ui/Timer.js";
import { nameOf } from "./model.js";
import { Sla } from "./Sla.js";
import { sourceWords } from "./sources.js";

/** Day and time: the year would push the words out. */
const shortDate = (at) => formatDateTime(at).replace(/\/\d{4}/, "");

export function Card({ lead, stages, onMove, onStep }) {
  const name = nameOf(lead);
  const isLate = lead.state === "open" && lead.next_step_at && Date.parse(lead.next_step_at) < serverNow();
  const onKey = (event) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") navigate(`/leads/${lead.id}`);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onStep(lead, step); }
  };
  const drag = (event) => { event.dataTransfer.setData("text/lead", lead.id); event.dataTransfer.effectAllowed = "move"; };
  return html`<li class="lead-card" data-lead=${lead.id} tabindex="0" draggable="true" aria-label=${`${name}, ${lead.interest || sourceWords(lead.source)}`} onDragStart=${drag} onKeyDown=${onKey}>
    <div class="lead-card__head"><a class="lead-card__name cut" href=${`/leads/${lead.id}`} draggable="false">${name}</a>
      <${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("leads.move_one", { name })} trigger=${html`<${Icon} name="ellipsis" />`} items=${[
        { heading: t("leads.move_to") },
        ...stages.map((stage) => ({ label: labelOf(stage), isChecked: stage.id === lead.stage, run: () => stage.id !== lead.stage && onMove(lead, stage) })),
        "rule", { label: t("leads.open"), icon: "arrow-right", run: () => navigate(`/leads/${lead.id}`) },
      ]} /></div>
    <p class="lead-card__what cut">${lead.interest || sourceWords(lead.source)}</p>
    ${lead.value > 0 && html`<b class="num">${formatMoney(lead.value, lead.currency)}</b>`}
    ${lead.next_step && html`<p class=${`lead-card__step cut ${isLate ? "state-late" : "dim"}`} title=${lead.next_step}><${Icon} name="calendar-clock" size=${12} /> ${lead.next_step_at && `${shortDate(lead.next_step_at)} · `}${lead.next_step}</p>`}
    ${lead.state === "open" && lead.attempts?.count > 0 && html`<p class="lead-card__step dim"><${Icon} name="phone-outgoing" size=${12} /> ${t("leads.attempts", { count: lead.attempts.count })} · <${Ago} at=${lead.attempts.last_at} /></p>`}
    <div class="lead-card__foot"><${Sla} lead=${lead} /><span class="push row">${lead.owner_name ? html`<${Avatar} name=${lead.owner_name} size=${24} /><span class="sr-only">${lead.owner_name}</span>` : ""}<span class="dim"><${Ago} at=${lead.created_at} /></span></span></div>
  </li>`;
}
