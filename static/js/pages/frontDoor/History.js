/** What was published when and by whom, and back to any of it. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatDate } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

export function History({ flow, mayEdit, onTaken, onClose }) {
  const { data, error, reload } = useResource(() => get(`/flows/${flow.id}/versions`), [flow.id]);
  const restore = async (version) => {
    try {
      onTaken(await post(`/flows/${flow.id}/restorations`, { version_id: version.id }));
      toast(t("front_door.restored", { n: version.number }), { kind: "done" });
      onClose();
    } catch (failure) {
      toast(failure.code === "flow_broken" ? t("front_door.old_is_broken") : errorText(failure), { kind: "late" });
    }
  };
  return html`<${Dialog} title=${t("front_door.history_of", { flow: flow.name })} onClose=${onClose}>
    ${error ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${4} />`
      : !data.items.length ? html`<p class="dim">${t("front_door.never_published")}</p>`
      : html`<ul class="versions">${data.items.map((one) => html`<li key=${one.id} class="versions__row"><span class="versions__what"><strong>${one.number ? t("front_door.version_n", { n: one.number }) : t("front_door.builtin")}</strong>
          <span class="dim">${[one.published_at && formatDate(one.published_at), one.published_by_name, one.restored_number !== null && t("front_door.like_n", { n: one.restored_number })].filter(Boolean).join(" · ")}</span></span>
        ${one.is_current ? html`<${Badge} kind="done">${t("front_door.current")}<//>` : mayEdit && html`<${Button} size="small" onClick=${() => restore(one)}>${t("front_door.restore")}<//>`}</li>`)}</ul>`}<//>`;
}
