/** Where a file is dropped or chosen. It goes up at once; what is wrong with it is said here. */
import { post } from "../../lib/api.js";
import { html, useRef, useState } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { fileErrorText } from "./errorWords.js";

const UPLOAD_MS = 10 * 60_000;

export function DropZone({ onUploaded }) {
  const input = useRef(null);
  const [isOver, setOver] = useState(false);
  const [sending, setSending] = useState("");
  const [error, setError] = useState("");

  const send = async (file) => {
    if (!file || sending) return;
    setError("");
    setSending(file.name);
    const body = new FormData();
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

  return html`<section class=${`drop ${isOver ? "drop--over" : ""}`} aria-label=${t("imports.upload.label")} onDrop=${drop}
      onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}>
    <${Icon} name=${sending ? "loader-circle" : "upload"} size=${24} class=${sending ? "icon--spin" : ""} />
    <p class="drop__title" role="status">${sending ? t("imports.upload.sending", { name: sending }) : t("imports.upload.title")}</p>
    <p class="muted">${t("imports.upload.text")}</p>
    <input ref=${input} class="sr-only" type="file" id="import-file" tabindex="-1" accept=".csv,.xlsx,.txt,text/csv" aria-label=${t("imports.upload.label")}
      onChange=${(event) => send(event.currentTarget.files[0])} />
    <div class="row row--wrap drop__actions">
      <${Button} kind="primary" icon="upload" busy=${!!sending} onClick=${() => input.current.click()}>${t("imports.upload.choose")}<//>
      <${Template} format="xlsx" /><${Template} format="csv" /></div>
    ${error && html`<p class="drop__error" role="alert"><${Icon} name="circle-alert" /> ${error}</p>`}
  </section>`;
}

const Template = ({ format }) => html`<a class="btn" href=${`/api/v1/imports/template.${format}`} download>
  <${Icon} name="download" />${t(`imports.template.${format}`)}</a>`;
