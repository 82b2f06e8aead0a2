/** The notes that stay above the timeline. */
import { get } from "../../lib/api.js";
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { onEvent } from "../../store/live.js";
import { Ago } from "../../ui/Timer.js";
import { useResource } from "../useResource.js";
import { MentionText } from "./MentionText.js";
import { pinNote } from "./noteVerbs.js";

export function PinnedNotes({ customerId, isEditable }) {
  const { data, reload } = useResource(() => get(`/customers/${customerId}/notes`, { pinned: 1, limit: 10 }), [customerId]);
  useEffect(() => {
    const stops = [onEvent("local.note", reload), onEvent("resync", reload), onEvent("customer.updated", (one) => one.id === customerId && reload())];
    return () => stops.forEach((stop) => stop());
  }, [customerId]);
  if (!data?.items.length) return null;
  return html`<ul class="pinned" aria-label=${t("customer_notes.pinned_notes")}>${data.items.map((note) => html`<li key=${note.id} class="pinned__note">
    <${Icon} name="pin" size=${14} /><span class="pinned__text"><${MentionText} note=${note} /> <span class="dim">${note.author_name} · <${Ago} at=${note.created_at} /></span></span>
    ${isEditable && html`<button type="button" class="copy" aria-label=${t("customer_notes.unpin")} title=${t("customer_notes.unpin")} onClick=${() => pinNote(note, false)}><${Icon} name="x" size=${14} /></button>`}</li>`)}</ul>`;
}
