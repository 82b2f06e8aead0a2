/** What each role does not see until they say why they need it. A click saves. */
import { get, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

export function Masking() {
  const { data, error, reload, set } = useResource(() => get("/masking"), []);
  const [isBusy, setBusy] = useState(false);
  const save = async (items, undoTo) => {
    setBusy(true);
    try {
      set(await put("/masking", { items }));
      toast(t("fields.masking_saved"), { kind: "done", undo: undoTo && (() => save(undoTo)) });
    } catch (problem) {
      toast(errorText(problem), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };
  return html`<section class="panel masking" aria-labelledby="masking">
    <h2 id="masking">${t("fields.masking")}</h2>
    <p class="muted">${t("fields.masking_text")}</p>
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${4} />` : html`<table class="masking__table">
      <thead><tr><th scope="col"><span class="sr-only">${t("fields.role")}</span></th>${data.whats.map((what) => html`<th key=${what} scope="col">${t(`fields.whats.${what}`)}</th>`)}</tr></thead>
      <tbody>${data.roles.map((role) => html`<tr key=${role}><th scope="row">${t(`fields.roles.${role}`)}</th>
        ${data.whats.map((what) => html`<td key=${what}><${Cell} role=${role} what=${what} rules=${data.items} isBusy=${isBusy} onSave=${save} /></td>`)}</tr>`)}</tbody></table>
      <p class="dim masking__example">${t("fields.masking_example")}</p>`}
  </section>`;
}

function Cell({ role, what, rules, isBusy, onSave }) {
  const others = rules.filter((rule) => rule.role !== role || rule.what !== what);
  const isHidden = others.length < rules.length;
  return html`<label class="masking__cell"><input type="checkbox" checked=${isHidden} disabled=${isBusy}
      aria-label=${t("fields.hide_from", { what: t(`fields.whats.${what}`), role: t(`fields.roles.${role}`) })}
      onChange=${() => onSave(isHidden ? others : [...rules, { role, what }], rules)} /><span aria-hidden="true">${t(isHidden ? "fields.is_hidden" : "fields.is_seen")}</span></label>`;
}
