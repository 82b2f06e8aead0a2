/** A file that somebody put with the customer. */
import { apiUrl } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { formatSize, iconOf } from "../pages/annotations/fileWords.js";
import { Ago } from "../ui/Timer.js";
import "../pages/annotations/words.js";

export function FileCard({ item }) {
  const file = item.data?.id ? item.data : null;
  return html`<article class="card" aria-label=${t("files.one")}>
    <span class="card__icon"><${Icon} name=${iconOf(file?.content_type)} /></span>
    <div class="card__body">
      <header class="card__head">${file ? html`<a class="card__title" href=${apiUrl(`/files/${file.id}/content`)} download>${file.name}</a>` : html`<span>${item.summary}</span>`}
        <span class="push dim"><${Ago} at=${item.occurred_at} /></span></header>
      <div class="call-facts"><span>${item.agent_name || t("files.one")}</span>${file && html`<span>${formatSize(file.size_bytes)}</span>`}</div>
    </div>
  </article>`;
}
