/** Mend a field for many customers: what, for whom, then a look at the first ones before it runs. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { labelOf, locale, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { fromInput, isEmpty, toInput } from "../customer/fieldValue.js";
import { Control } from "../customer/FieldEditor.js";
import { inWords } from "../customer/shownValue.js";
import { actionsOf, targetsOf } from "./actions.js";
import { countOf } from "./shares.js";

export function FixDialog({ row, field, onStarted, onClose }) {
  const actions = actionsOf(row, field).filter((action) => targetsOf(row, action).length);
  const [action, setAction] = useState(actions[0]);
  const targets = action ? targetsOf(row, action) : [];
  const [target, setTarget] = useState(targets[0]);
  const [typed, setTyped] = useState(() => (field ? toInput(field, null, locale.value) : ""));
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const issue = targets.includes(target) ? target : targets[0];
  const read = action === "set" ? fromInput(field, typed, locale.value) : { value: null };
  const isReady = !!action && !!issue && (action !== "set" || (!read.error && !isEmpty(read.value)));
  const body = { field: row.field, action, value: read.value ?? null, target: { issue } };
  const start = async () => {
    setBusy(true);
    try {
      onStarted(await post("/data-quality/fixes", body));
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("audit.fix_of", { field: labelOf(row) })} onClose=${onClose} footer=${html`<${Button} onClick=${onClose}>${t("pages.cancel")}<//>
      <${Button} kind="primary" busy=${isBusy} disabled=${!isReady} onClick=${start}>${t("audit.run")}<//>`}>
    ${!actions.length ? html`<p class="muted">${t("audit.nothing_to_fix")}</p>` : html`
      <div class="fix__choices" role="group" aria-label=${t("audit.what")}>${actions.map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${String(one === action)} onClick=${() => { setAction(one); setError(null); }}>${t(`audit.actions.${one}`)}</button>`)}</div>
      <p class="muted">${t(`audit.action_hints.${action}`)}</p>
      ${action === "set" && html`<div class="field"><span class="field__label">${t("audit.value")}</span><${Control} field=${field} customer=${{}} typed=${typed} onType=${(next) => { setTyped(next); setError(null); }} label=${t("audit.value")} isWrong=${!!read.error && !isEmpty(typed)} /></div>`}
      <${Field} label=${t("audit.whom")}>${(attributes) => html`<select class="input" ...${attributes} value=${issue} onChange=${(event) => setTarget(event.currentTarget.value)}>
        ${targets.map((one) => html`<option key=${one} value=${one}>${t(`audit.targets.${one}`, { n: formatNumber(one === "filled" ? row.filled : countOf(row, one)) })}</option>`)}</select>`}<//>
      ${isReady && html`<${Preview} body=${body} field=${field} />`}
      ${error && html`<p class="field__error" role="alert">${error}</p>`}`}
  <//>`;
}

const PAUSE_MS = 300;

/** What would become of the first ones; asked again when the question changes. */
function Preview({ body, field }) {
  const [state, setState] = useState({});
  const key = JSON.stringify(body);
  useEffect(() => {
    let isLate = false;
    const timer = setTimeout(async () => {
      try {
        const found = await post("/data-quality/fixes/preview", body);
        if (!isLate) setState({ found });
      } catch (error) {
        if (!isLate) setState({ error });
      }
    }, PAUSE_MS);
    return () => { isLate = true; clearTimeout(timer); };
  }, [key]);
  const { found, error } = state;
  if (error) return html`<p class="field__error" role="alert">${errorText(error)}</p>`;
  if (!found) return html`<${Skeleton} lines=${4} />`;
  const words = (value) => (Array.isArray(value) && !field ? value.join(", ") : isEmpty(value) ? "–" : field ? inWords(field, value) : String(value));
  return html`<div class="fix__preview"><p role="status"><b>${t("audit.will_change", { count: found.total, n: formatNumber(found.total) })}</b></p>
    <table class="table"><thead><tr><th scope="col">${t("audit.customer")}</th><th scope="col">${t("audit.now")}</th><th scope="col">${t("audit.then")}</th></tr></thead>
      <tbody>${found.sample.map((one) => html`<tr key=${one.customer_id}><td class="cut">${one.display_name}</td><td class="dim cut">${one.is_hidden ? "•••" : words(one.old)}</td><td class="cut">${one.is_hidden ? "•••" : words(one.new)}</td></tr>`)}</tbody></table>
    ${found.total > found.sample.length && html`<p class="dim">${t("audit.and_more", { n: formatNumber(found.total - found.sample.length) })}</p>`}</div>`;
}
