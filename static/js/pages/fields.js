/** The company's own fields of a customer, and what is hidden from whom. For admins. */
import { get } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Sections } from "./customers/Sections.js";
import { BuiltIn } from "./fields/BuiltIn.js";
import { FieldDialog } from "./fields/FieldDialog.js";
import { FieldTable } from "./fields/FieldTable.js";
import { Masking } from "./fields/Masking.js";
import { useFieldActions } from "./fields/useFieldActions.js";
import "./fields/words.js";
import { LoadFailed } from "./LoadFailed.js";
import { useResource } from "./useResource.js";

export const css = ["css/pages/_shared.css", "css/pages/fields.css"];
export const title = () => t("fields.title");

export default function FieldsPage() {
  const { data, error, reload, set } = useResource(() => get("/customer-fields/custom"), []);
  const [edited, setEdited] = useState(null);
  const actions = useFieldActions({ fields: data?.items || [], onChange: (items) => set({ items }), onReload: reload });
  const create = html`<${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("fields.create")}<//>`;
  return html`<div class="page page--wide">
    <${Sections} current="fields" />
    <header class="page__head"><h1>${t("fields.title")}</h1><span class="push"></span>${data?.items.length > 0 && create}</header>
    <div class="fields">
      <section class="panel panel--flush" aria-labelledby="own-fields">
        <div class="panel__head"><h2 id="own-fields">${t("fields.own")}</h2></div>
        ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />`
          : !data ? html`<div class="panel__inside"><${Skeleton} lines=${5} /></div>`
          : !data.items.length ? html`<${EmptyState} icon="tag" title=${t("fields.empty")} text=${t("fields.empty_text")}>${create}<//>`
          : html`<${FieldTable} fields=${data.items} actions=${actions} onEdit=${setEdited} />`}
        <${BuiltIn} />
      </section>
      ${can("masking.manage") && html`<${Masking} />`}
    </div>
    ${edited && html`<${FieldDialog} field=${edited} onSaved=${(field) => { setEdited(null); actions.saved(field); }} onClose=${() => setEdited(null)} />`}
  </div>`;
}
