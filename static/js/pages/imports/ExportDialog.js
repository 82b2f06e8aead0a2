/**
 * Which columns, which format; then the file is written while one waits or goes on working. For any list:
 * `selection` is `{}` (everybody), `{segment_id}`, `{filters: {q, …}}` as the list of customers takes them, or `{ids}`.
 */
import { apiUrl, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { Icon } from "../../lib/icons.js";
import { labelOf, t } from "../../lib/i18n.js";
import { loadStyles } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { useResource } from "../useResource.js";
import { Bar } from "./Bar.js";
import "./words.js";

const REMEMBERED = "export.columns";
const EVERY_MS = 700;

/** @param {{selection?: object, title?: string, onClose: () => void}} props `title` says whom, where the caller knows */
export function ExportDialog({ selection = {}, title, onClose }) {
  const [made, setMade] = useState(null);
  useEffect(() => { loadStyles(["css/pages/imports.css"]); }, []);
  return html`<${Dialog} title=${title ? t("exports.title_of", { name: title }) : t("exports.new")} onClose=${onClose}>
    ${made ? html`<${Waiting} started=${made} onClose=${onClose} />` : html`<${Form} selection=${selection} onMade=${setMade} onClose=${onClose} />`}<//>`;
}

function Form({ selection, onMade, onClose }) {
  const catalogue = useResource(async () => {
    const [columns, fields] = await Promise.all([get("/exports/columns"), get("/customer-fields")]);
    return { columns: columns.items, groups: [...fields.groups, { code: "facts", label: t("exports.facts") }] };
  }, []);
  const [chosen, setChosen] = useState(null);
  const [format, setFormat] = useState("xlsx");
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  if (catalogue.isLoading) return html`<${Skeleton} lines=${8} />`;
  if (!catalogue.data) return html`<p class="field__error" role="alert">${errorText(catalogue.error)}</p>`;
  const { columns, groups } = catalogue.data;
  const names = chosen || remembered(columns);
  const toggle = (list, isOn) => setChosen(columns.map((one) => one.name).filter((name) => (list.includes(name) ? isOn : names.includes(name))));

  const order = async () => {
    setBusy(true);
    localStorage.setItem(REMEMBERED, JSON.stringify(names));
    try {
      onMade(await post("/exports", { ...selection, columns: names, format }));
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  return html`<div class="stack export-form">
    <p class="muted">${t("exports.choose")}</p>
    <div class="export-form__groups">${groups.map((group) => html`<${Group} key=${group.code} label=${group.label || labelOf(group)} columns=${columns.filter((one) => one.group === group.code)} names=${names} onToggle=${toggle} />`)}</div>
    <fieldset class="choice choice--row"><legend class="field__label">${t("exports.format")}</legend>
      ${["xlsx", "csv"].map((one) => html`<label key=${one} class="choice__one"><input type="radio" name="export-format" checked=${format === one} onChange=${() => setFormat(one)} />
        <span><b>${t(`exports.formats.${one}`)}</b><span class="dim">${t(`exports.formats.${one}_text`)}</span></span></label>`)}</fieldset>
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//>
      <${Button} kind="primary" icon="download" busy=${isBusy} disabled=${!names.length} why=${t("exports.none_chosen")} onClick=${order}>${t("exports.order", { count: names.length, n: names.length })}<//></div></div>`;
}

function Group({ label, columns, names, onToggle }) {
  if (!columns.length) return null;
  const all = columns.map((one) => one.name);
  const isAll = all.every((name) => names.includes(name));
  return html`<fieldset class="export-group"><legend><label class="check"><input type="checkbox" checked=${isAll} onChange=${() => onToggle(all, !isAll)} /><b>${label}</b></label></legend>
    ${columns.map((one) => html`<label key=${one.name} class="check"><input type="checkbox" checked=${names.includes(one.name)} onChange=${(event) => onToggle([one.name], event.currentTarget.checked)} />
      <span>${labelOf(one)}</span></label>`)}</fieldset>`;
}

function Waiting({ started, onClose }) {
  const [one, setOne] = useState(started);
  const isWorking = ["waiting", "running"].includes(one.state);
  useEffect(() => {
    if (!isWorking) return undefined;
    const timer = setInterval(async () => setOne(await get(`/exports/${one.id}`).catch(() => one)), EVERY_MS);
    return () => clearInterval(timer);
  }, [isWorking]);
  return html`<div class="stack" role="status">
    ${isWorking && html`<${Bar} done=${one.rows_done} total=${one.total_rows} label=${t("exports.states.running")} /><p class="dim">${t("exports.leave")}</p>`}
    ${one.state === "done" && html`<p class="notice notice--done">${t("exports.ready")}</p>`}
    ${one.state === "failed" && html`<p class="notice notice--late">${t("exports.failed")}</p>`}
    ${one.error === "reach_changed" && html`<p class="notice notice--late">${t("exports.outdated")}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("ui.close")}<//>
      ${one.state === "done" && html`<a class="btn btn--primary" href=${apiUrl(`/exports/${one.id}/file`)} download><${Icon} name="download" />${t("exports.fetch")}</a>`}</div></div>`;
}

function remembered(columns) {
  const known = new Set(columns.map((one) => one.name));
  try {
    const kept = JSON.parse(localStorage.getItem(REMEMBERED)).filter((name) => known.has(name));
    if (kept.length) return kept;
  } catch {
    // nothing is remembered, or something else is
  }
  return columns.filter((one) => one.is_default).map((one) => one.name);
}
