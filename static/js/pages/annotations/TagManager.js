/** All tags: renamed and coloured for everybody, two put into one, unused ones deleted. */
import { del, get, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

const COLOURS = ["grey", "green", "orange", "red", "amber", "violet"];

export function TagManager({ onClose }) {
  const { data, error, reload } = useResource(() => get("/tags"), []);
  const [merging, setMerging] = useState(null);
  const attempt = async (work) => {
    try {
      await work();
    } catch (problem) {
      toast(problem.code === "tag_exists" ? t("tags.exists", { name: problem.details.tag.name }) : errorText(problem), { kind: "late" });
    }
    await reload();
  };
  const change = (tag, changes, back) => attempt(async () => {
    const saved = await patch(`/tags/${tag.id}`, changes, { ifMatch: tag.version });
    toast(t("tags.saved"), { kind: "done", undo: () => attempt(() => patch(`/tags/${tag.id}`, back, { ifMatch: saved.version })) });
  });
  return html`<${Dialog} title=${t("tags.manage")} onClose=${onClose}>
    ${error && html`<${LoadFailed} error=${error} onRetry=${reload} />`}
    ${!data && !error && html`<${Skeleton} lines=${5} />`}
    ${data && !data.items.length && html`<p class="muted">${t("tags.no_tags")}</p>`}
    <div class="tag-rows">${data?.items.map((tag) => (merging?.id === tag.id
      ? html`<${Merge} key=${tag.id} tag=${tag} tags=${data.items} onClose=${() => setMerging(null)} onMerge=${(into) => { setMerging(null); attempt(async () => { await post(`/tags/${tag.id}/merge`, { into: into.id }); toast(t("tags.merged", { into: into.name }), { kind: "done" }); }); }} />`
      : html`<${Row} key=${`${tag.id} ${tag.version}`} tag=${tag} onChange=${change} onMerge=${() => setMerging(tag)} onDelete=${() => attempt(() => del(`/tags/${tag.id}`))} />`))}</div>
  <//>`;
}

function Row({ tag, onChange, onMerge, onDelete }) {
  const rename = (event) => {
    const name = event.currentTarget.value.trim();
    if (name && name !== tag.name) onChange(tag, { name }, { name: tag.name });
    else event.currentTarget.value = tag.name;
  };
  const onKey = (event) => { if (event.key === "Enter") { event.preventDefault(); event.currentTarget.blur(); } };
  return html`<div class="tag-row">
    <input class="input" aria-label=${t("tags.name")} maxlength="40" autocomplete="off" defaultValue=${tag.name} onBlur=${rename} onKeyDown=${onKey} />
    <select class="input" aria-label=${t("tags.colour")} value=${tag.colour} onChange=${(event) => onChange(tag, { colour: event.currentTarget.value }, { colour: tag.colour })}>
      ${COLOURS.map((one) => html`<option key=${one} value=${one}>${t(`tags.colours.${one}`)}</option>`)}</select>
    <span class="dim tag-row__count">${t("tags.customers", { count: tag.customers })}</span>
    <span class="row"><${Button} kind="ghost" size="small" icon="git-merge" label=${t("tags.merge_into", { name: tag.name })} onClick=${onMerge} />
      ${!tag.customers && html`<${Button} kind="ghost" size="small" icon="trash-2" label=${t("tags.delete", { name: tag.name })} onClick=${onDelete} />`}</span>
  </div>`;
}

function Merge({ tag, tags, onMerge, onClose }) {
  const others = tags.filter((one) => one.id !== tag.id);
  const [into, setInto] = useState(others[0]);
  if (!into) return null;
  return html`<div class="warning"><label class="row row--wrap"><b>${t("tags.merge_into", { name: tag.name })}</b>
      <select class="input" value=${into.id} onChange=${(event) => setInto(others.find((one) => one.id === event.currentTarget.value))}>${others.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select></label>
    <p>${t("tags.merge_text", { name: tag.name, into: into.name })}</p>
    <div class="row"><${Button} size="small" onClick=${onClose}>${t("pages.cancel")}<//><${Button} size="small" kind="danger" onClick=${() => onMerge(into)}>${t("tags.merge_do")}<//></div></div>`;
}
