/** The queues, how each stands right now, and the editor of one. */
import { del, get } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { usePolled } from "../usePolled.js";
import { QueueForm } from "./QueueForm.js";
import { QueueTable } from "./QueueTable.js";

export function Queues({ isEditable }) {
  const { data, error, reload } = usePolled(() => get("/queues"), { everyMs: 20_000, events: ["queue.updated"] });
  const [edited, setEdited] = useState(null);
  const [leaving, setLeaving] = useState(null);
  const saved = (queue) => {
    toast(t("routing.saved", { name: queue.name }), { kind: "done" });
    setEdited(null);
    reload();
  };
  const archive = async (queue) => {
    try {
      await del(`/queues/${queue.id}`, undefined, { ifMatch: queue.version });
      toast(t("routing.archived", { name: queue.name }), { kind: "done" });
    } catch (failure) {
      toast(failure.status === 412 ? t("routing.changed_meanwhile") : errorText(failure), { kind: "late" });
    }
    reload();
  };
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${8} />`;
  const create = isEditable && html`<${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("routing.create")}<//>`;
  return html`<div class="row queues__bar">${isEditable ? create : html`<p class="muted">${t("routing.read_only")}</p>`}</div>
    ${data.items.length ? html`<${QueueTable} queues=${data.items} isEditable=${isEditable} onEdit=${setEdited} onArchive=${setLeaving} />`
      : html`<${EmptyState} icon="inbox" title=${t("routing.empty")} text=${t("routing.empty_text")}>${create}<//>`}
    ${edited && html`<${QueueForm} queue=${edited} queues=${data.items} isEditable=${isEditable} onSaved=${saved} onClose=${() => setEdited(null)} />`}
    ${leaving && html`<${Confirm} title=${t("routing.archive_title", { name: leaving.name })} text=${t("routing.archive_text")} action=${t("routing.archive")} onConfirm=${() => archive(leaving)} onClose=${() => setLeaving(null)} />`}`;
}
