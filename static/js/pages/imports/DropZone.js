/** What is in the file, and where it is dropped or chosen. It goes up at once; what is wrong with it is said here. */
import { post } from "../../lib/api.js";
import { html, useRef, useState } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { fileErrorText } from "./fileError.js";

const UPLOAD_MS = 10 * 60_000;
const KINDS = [["customers", "customers.import"], ["leads", "leads.assign"], ["orders", "orders.edit"], ["products", "products.edit"]];

export function DropZone({ kind: asked, onUploaded }) {
  const kinds = KINDS.filter(([, permission]) => can(permission)).map(([name]) => name);
  const [kind, setKind] = useState(kinds.includes(asked) ? asked : "customers");
  const input = useRef(null);
  const [isOver, setOver] = useState(false);
  const [sending, setSending] = useState("");
  const [error, setError] = useState("");

  const send = async (file) => {
    if (!file || sending) return;
    setError("");
    setSending(file.name);
    const body = new FormData();
    body.append("kind", kind);
    body.append("file", file);
    try {
      onUploaded(await post("/imports", body, { timeoutMs: UPLOAD_MS }));
    } catch (problem) {
      setError(`${file.name}: ${fileErrorText(problem)}`);
    } finally {
      setSending("");
      if (input.current) input.current.value = "";
    }
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };

  return html`<div class="stack"><${KindChoice} kinds=${kinds} value=${kind} onChange=${setKind} />
  <section class=${`drop ${isOver ? "drop--over" : ""}`} aria-label=${t("imports.upload.label")} onDrop=${drop}
      onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}>
    <${Icon} name=${sending ? "loader-circle" : "upload"} size=${24} class=${sending ? "icon--spin" : ""} />
    <p class="drop__title" role="status">${sending ? t("imports.upload.sending", { name: sending }) : t("imports.upload.title")}</p>
    <p class="muted">${t("imports.upload.text")}</p>
    <input ref=${input} class="sr-only" type="file" id="import-file" tabindex="-1" accept=".csv,.xlsx,.txt,text/csv" aria-label=${t("imports.upload.label")}
      onChange=${(event) => send(event.currentTarget.files[0])} />
    <div class="row row--wrap drop__actions">
      <${Button} kind="primary" icon="upload" busy=${!!sending} onClick=${() => input.current.click()}>${t("imports.upload.choose")}<//>
      <${Template} kind=${kind} format="xlsx" /><${Template} kind=${kind} format="csv" /></div>
    ${error && html`<p class="drop__error" role="alert"><${Icon} name="circle-alert" /> ${error}</p>`}
  </section></div>`;
}

const KindChoice = ({ kinds, value, onChange }) => html`<fieldset class="choice"><legend class="field__label">${t("imports.kind.label")}</legend>
  ${kinds.map((one) => html`<label key=${one} class="choice__one"><input type="radio" name="import-kind" checked=${value === one} onChange=${() => onChange(one)} />
    <span><b>${t(`imports.kind.${one}`)}</b><span class="dim">${t(`imports.kind.${one}_text`)}</span></span></label>`)}</fieldset>`;

const Template = ({ kind, format }) => html`<a class="btn" href=${`/api/v1/imports/template.${format}?kind=${kind}`} download>
  <${Icon} name="download" />${t(`imports.template.${format}`)}</a>`;
