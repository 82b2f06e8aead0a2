/** The lines of an item that hold what was looked for; one that was spoken opens the recording at its second. */
import { formatClock } from "../lib/format.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { Marked } from "./Marked.js";

export function Hits({ hits, onOpen }) {
  if (!hits?.length) return null;
  return html`<ul class="hits" aria-label=${t("find.hits")}>${hits.map((hit) => html`<li key=${`${hit.seconds}${hit.snippet}`}>
    ${hit.seconds === null || !onOpen ? html`<div class="hits__line"><${Line} hit=${hit} /></div>`
      : html`<button type="button" class="hits__line" title=${t("find.play_from", { time: formatClock(hit.seconds) })} onClick=${() => onOpen(hit.seconds)}><${Line} hit=${hit} /></button>`}
  </li>`)}</ul>`;
}

const Line = ({ hit }) => html`${hit.seconds !== null
    ? html`<span class="hits__time num"><${Icon} name="play" size=${14} />${formatClock(hit.seconds)}</span>`
    : html`<span class="hits__time dim"><${Icon} name="sticky-note" size=${14} /></span>`}
  <span class="hits__text">${hit.speaker && html`<span class="muted">${t(`find.speaker.${hit.speaker}`)}: </span>`}<${Marked} text=${hit.snippet} marks=${hit.marks} /></span>`;
