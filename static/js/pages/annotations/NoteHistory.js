/** What a note said before. */
import { get } from "../../lib/api.js";
import { formatDateTime } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

export function NoteHistory({ note, onClose }) {
  const { data, error, reload } = useResource(() => get(`/notes/${note.id}/versions`), [note.id, note.version]);
  return html`<${Dialog} title=${t("customer_notes.history")} onClose=${onClose}>
    ${error && html`<${LoadFailed} error=${error} onRetry=${reload} />`}
    ${!data && !error && html`<${Skeleton} lines=${3} />`}
    ${data && html`<ol class="stack note-history">${data.items.map((one) => html`<li key=${one.version}><span class="dim">${formatDateTime(one.written_at)}</span><p class="card__notes">${one.text}</p></li>`)}</ol>`}<//>`;
}
