/** The second step: what each column is, and how rows are treated. */
import { patch, post } from "../../lib/api.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { fileErrorText } from "./fileError.js";
import { Mapping } from "./Mapping.js";
import { Options } from "./Options.js";

/** Of each list one column is needed, else no row can become anything. */
const NEEDED = {
  customers: [["display_name", "phone", "email", "id"]],
  orders: [["code"], ["phone", "email", "id", "account"], ["total", "product_code", "product_name"]],
  products: [["code"]],
  leads: [["phone", "email"]],
};
const MISSING = { customers: "nothing_to_find_by", orders: "orders_need_columns", products: "products_need_columns", leads: "leads_need_columns" };

export function Columns({ job, onChange, onCancel }) {
  const [mapping, setMapping] = useState(job.mapping);
  const [options, setOptions] = useState(job.options);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const canFind = NEEDED[job.kind].every((names) => names.some((name) => mapping.includes(name)));

  const check = async () => {
    setBusy(true);
    setError("");
    try {
      await patch(`/imports/${job.id}`, { mapping, options });
      onChange(await post(`/imports/${job.id}/preview`));
    } catch (problem) {
      setError(fileErrorText(problem));
      setBusy(false);
    }
  };

  const used = mapping.filter(Boolean).length;
  return html`<div class="stack import-step">
    ${job.error.code && html`<p class="notice notice--late" role="alert">${fileErrorText(job.error)}</p>`}
    <p class="muted">${job.findings.is_remembered ? t("imports.mapping.remembered") : t("imports.mapping.text", { used, of: mapping.length })}</p>
    <${Mapping} columns=${job.columns} mapping=${mapping} targets=${job.targets} groups=${job.groups} onChange=${setMapping} />
    <section class="panel"><h2>${t("imports.options.title")}</h2><${Options} kind=${job.kind} options=${options} onChange=${setOptions} /></section>
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    ${!canFind && html`<p class="notice notice--late">${t(`errors.${MISSING[job.kind]}`)}</p>`}
    <div class="import-foot"><${Button} onClick=${onCancel}>${t("imports.actions.discard")}<//>
      <${Button} kind="primary" busy=${isBusy} disabled=${!canFind} why=${canFind ? null : t(`errors.${MISSING[job.kind]}`)} onClick=${check}>${t("imports.actions.check")}<//></div>
  </div>`;
}
