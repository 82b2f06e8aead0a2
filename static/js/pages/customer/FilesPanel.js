/** The files kept with a customer: dropped or chosen, each with its progress; always fetched as downloads. */
import { apiUrl, del, get, patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { upload } from "../../lib/upload.js";
import { can, me } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { formatSize, iconOf } from "../annotations/fileWords.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import "../annotations/words.js";

let nextId = 1;

export function FilesPanel({ customer, isEditable }) {
  const list = useList((cursor, asked) => get(`/customers/${asked.customerId}/files`, { limit: 50, cursor }), { customerId: customer.id });
  const [uploads, setUploads] = useState([]);
  const send = async (file) => {
    const stop = new AbortController();
    const one = { id: nextId++, name: file.name, part: 0, stop };
    setUploads((all) => [...all, one]);
    const onProgress = (part) => setUploads((all) => all.map((each) => (each.id === one.id ? { ...each, part } : each)));
    try {
      const kept = await upload(`/customers/${customer.id}/files`, file, { onProgress, signal: stop.signal });
      list.change((files) => [kept, ...files.filter((each) => each.id !== kept.id)]);
      toast(t("files.added", { name: kept.name }), { kind: "done" });
    } catch (error) {
      if (error.code !== "aborted") toast(sentenceFor(error, file.name), { kind: "late", seconds: 8 });
    }
    setUploads((all) => all.filter((each) => each.id !== one.id));
  };
  const sendAll = async (files) => { for (const file of [...files]) await send(file); };
  return html`<section class="files stack" aria-label=${t("files.title")}>
    ${isEditable && html`<${Drop} onFiles=${sendAll} />`}
    <div role="status">${uploads.map((one) => html`<div key=${one.id} class="upload"><span class="cut">${t("files.uploading", { name: one.name, percent: Math.round(one.part * 100) })}</span>
      <${Button} kind="ghost" size="small" icon="x" label=${t("files.cancel", { name: one.name })} onClick=${() => one.stop.abort()} /><progress max="1" value=${one.part} aria-label=${one.name}></progress></div>`)}</div>
    <${Files} list=${list} />
  </section>`;
}

function Drop({ onFiles }) {
  const [isOver, setOver] = useState(false);
  const input = useRef(null);
  const onDrop = (event) => { event.preventDefault(); setOver(false); onFiles(event.dataTransfer.files); };
  return html`<div class=${`drop ${isOver ? "drop--over" : ""}`} onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${onDrop}>
    <${Icon} name="upload" /><span>${t("files.drop")}</span><${Button} size="small" onClick=${() => input.current.click()}>${t("files.add")}<//>
    <input ref=${input} type="file" multiple hidden onChange=${(event) => { onFiles(event.currentTarget.files); event.currentTarget.value = ""; }} />
    <span class="drop__kinds">${t("files.kinds")}</span></div>`;
}

function Files({ list }) {
  const files = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${4} />`;
  if (list.error.value && !files.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!files.length) return html`<${EmptyState} icon="file-text" title=${t("files.empty")} text=${t("files.empty_text")} />`;
  return html`<table class="table table--cards"><thead><tr><th scope="col">${t("files.name")}</th><th scope="col" class="table__number">${t("files.size")}</th><th scope="col">${t("files.who")}</th><th scope="col" class="table__number">${t("files.when")}</th><td></td></tr></thead>
    <tbody>${files.map((file) => html`<tr key=${file.id} class="table__row"><td><span class="files__name"><${Icon} name=${iconOf(file.content_type)} /><a class="table__link" href=${apiUrl(`/files/${file.id}/content`)} download>${file.name}</a></span></td>
      <td class="table__number">${formatSize(file.size_bytes)}</td><td>${file.uploaded_by_name || ""}</td><td class="table__number"><${Ago} at=${file.uploaded_at} /></td>
      <td class="table__number">${(file.uploaded_by === me.value?.id || can("customers.oversee")) && html`<${Button} kind="ghost" size="small" icon="trash-2" label=${t("files.delete", { name: file.name })} onClick=${() => remove(list, file)} />`}</td></tr>`)}</tbody></table>
    <${MoreRows} list=${list} />`;
}

async function remove(list, file) {
  try {
    await del(`/files/${file.id}`);
    list.change((files) => files.filter((one) => one.id !== file.id));
    const bringBack = async () => {
      try {
        await patch(`/files/${file.id}`, { is_deleted: false });
        await list.reload();
      } catch (error) {
        toast(errorText(error), { kind: "late" });
      }
    };
    toast(t("files.deleted", { name: file.name }), { kind: "done", undo: bringBack });
  } catch (error) {
    toast(errorText(error), { kind: "late" });
  }
}

function sentenceFor(error, name) {
  if (error.code === "file_too_large" || error.status === 413) return t("files.too_large", { name, mb: Math.round((error.details?.limit || 20_000_000) / 1e6) });
  if (error.code === "file_type") return t("files.bad_type", { name });
  if (error.code === "empty_file") return t("files.empty_file", { name });
  return error.status ? errorText(error) : t("files.failed", { name });
}
