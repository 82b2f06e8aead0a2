/** What un-merging gives back to whom; for each field that somebody changed since, who keeps what is written there. */
import { del, get } from "../../lib/api.js";
import { tellProblem } from "./problem.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { catalogue, fetchCatalogue, findField } from "../customer/catalogue.js";
import { inWords } from "../customer/shownValue.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { countWords } from "./counts.js";

export function UnmergeDialog({ mergeId, onDone, onClose }) {
  const { data, error, reload } = useResource(() => get(`/customers/merges/${mergeId}`), [mergeId]);
  const [choose, setChoose] = useState({});
  const [isBusy, setBusy] = useState(false);
  useEffect(() => { fetchCatalogue(); }, []);
  const unmerge = async () => {
    setBusy(true);
    try {
      const answer = await del(`/customers/merges/${mergeId}`, { choose });
      toast(t("duplicates.unmerged"), { kind: "done" });
      onClose();
      onDone(answer);
    } catch (problem) {
      tellProblem(problem);
      setBusy(false);
    }
  };
  const foot = html`<${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" icon="rotate-ccw" busy=${isBusy} disabled=${!data} onClick=${unmerge}>${t("duplicates.unmerge")}<//>`;
  return html`<${Dialog} title=${t("duplicates.unmerge_title")} onClose=${onClose} footer=${foot}>
    ${error ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data || !catalogue.value ? html`<${Skeleton} lines=${4} />` : html`
      <ul class="returns">${data.others.map((other) => html`<li key=${other.id}><b>${other.display_name}</b>
        <span class="dim">${countWords(data.returning[other.id]).join(" · ") || t("duplicates.nothing_returns")}</span></li>`)}</ul>
      <p class="muted">${t("duplicates.unmerge_text", { name: data.survivor.display_name })}</p>
      ${data.changed.length > 0 && html`<div class="stack"><h3>${t("duplicates.changed_since")}</h3>
        ${data.changed.map((change) => html`<${Changed} key=${change.field} change=${change} merge=${data} value=${choose[change.field] || data.survivor.id}
          onPick=${(id) => setChoose({ ...choose, [change.field]: id })} />`)}</div>`}`}
  <//>`;
}

function Changed({ change, merge, value, onPick }) {
  const field = findField(change.field) || { type: "text" };
  const label = labelOf(field) || change.field;
  return html`<fieldset class="changed"><legend>${label}: <b>${inWords(field, change.present) || t("customer.empty_field")}</b>${" "}
      <span class="dim">${t("duplicates.was", { value: inWords(field, change.after) || t("customer.empty_field") })}</span></legend>
    ${[merge.survivor, ...merge.others].map((one) => html`<label key=${one.id} class="check"><input type="radio" name=${`keep-${change.field}`} checked=${value === one.id} onChange=${() => onPick(one.id)} />
      <span>${t("duplicates.stays_with", { name: one.display_name })}</span></label>`)}
  </fieldset>`;
}
