/** How a call was passed on: by whom to whom, when, at once or after a word, with the note; and what came of it. */
import { get } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatExact, formatPhone, formatTime } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Button } from "../../ui/Button.js";
import { useResource } from "../useResource.js";

export function HandOvers({ call }) {
  const { data, error, reload } = useResource(() => get(`/calls/${call.id}/transfers`), [call.id, call.parts?.length, call.transfer?.state, call.state]);
  if (error) return html`<section class="panel"><p class="muted">${errorText(error)}</p><${Button} size="small" icon="rotate-cw" onClick=${reload}>${t("pages.retry")}<//></section>`;
  if (!data?.items.length) return null;
  return html`<section class="panel" aria-labelledby="call-handovers"><h2 id="call-handovers">${t("handovers.title")}</h2>
    <ol class="handovers">${data.items.map((one) => html`<${HandOver} key=${one.id} one=${one} />`)}</ol></section>`;
}

function HandOver({ one }) {
  const { to } = one;
  return html`<li><p class="row row--wrap"><b>${one.from_name || t("player.agent")}</b><${Icon} name="arrow-right" size=${14} label=${t("handovers.to")} />
      <b>${to.name || (to.number && formatPhone(to.number)) || t("handovers.queue")}</b></p>
    <p class="dim"><time class="num" datetime=${one.created_at} title=${formatExact(one.created_at)}>${formatTime(one.created_at)}</time> · ${t(`handovers.kind.${one.kind}`)} · ${t(`handovers.state.${one.state}`)}</p>
    ${one.note && html`<p class="handovers__note">${one.note}</p>`}</li>`;
}
