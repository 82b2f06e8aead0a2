/** A list of one's own in its order: the stages of the pipeline, the reasons for losing. Saved as a whole. */
import { get, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { useResource } from "../useResource.js";

const KINDS = ["open", "won", "lost"];

export function Rows({ path, words, hasKind = false }) {
  const { data, set } = useResource(() => get(path), [path]);
  if (!data) return html`<${Skeleton} lines=${6} />`;
  return html`<${Editor} key=${JSON.stringify(data)} path=${path} words=${words} hasKind=${hasKind} rows=${data.items.filter((one) => one.is_active)} onSaved=${set} />`;
}

function Editor({ path, words, hasKind, rows, onSaved }) {
  const [items, setItems] = useState(() => rows.map((row) => ({ ...row, key: row.id })));
  const [error, setError] = useState("");
  const change = (at, part) => { setItems(items.map((one, n) => (n === at ? { ...one, ...part } : one))); setError(""); };
  const swap = (at, step) => { const next = [...items]; [next[at], next[at + step]] = [next[at + step], next[at]]; setItems(next); };
  const save = async () => {
    const body = items.map(({ id, label_vi, label_en, kind }) => ({ ...(id ? { id } : {}), label_vi: label_vi.trim(), label_en: label_en.trim() || label_vi.trim(), ...(hasKind ? { kind } : {}) }));
    try {
      onSaved(await put(path, { items: body }));
      toast(t(`leads.${words}.saved`), { kind: "done" });
    } catch (problem) { setError(errorText(problem)); }
  };
  return html`<p class="muted">${t(`leads.${words}.text`)}</p>
    <div class="lead-rows"><div class="lead-rows__one lead-rows__heads" aria-hidden="true"><span>${t("leads.rows.vi")}</span><span>${t("leads.rows.en")}</span>${hasKind && html`<span>${t("leads.rows.kind")}</span>`}<span></span></div>
    <ol class="lead-rows">${items.map((row, at) => html`<li key=${row.key} class="lead-rows__one">
      <input class="input" maxlength="60" aria-label=${t("leads.rows.vi")} placeholder=${t("leads.rows.vi")} value=${row.label_vi} onInput=${(event) => change(at, { label_vi: event.currentTarget.value })} />
      <input class="input" maxlength="60" aria-label=${t("leads.rows.en")} placeholder=${t("leads.rows.en")} value=${row.label_en} onInput=${(event) => change(at, { label_en: event.currentTarget.value })} />
      ${hasKind && html`<select class="input" aria-label=${t("leads.rows.kind")} value=${row.kind} onChange=${(event) => change(at, { kind: event.currentTarget.value })}>${KINDS.map((one) => html`<option key=${one} value=${one}>${t(`leads.kinds.${one}`)}</option>`)}</select>`}
      <span class="row"><${Button} kind="ghost" size="small" icon="chevron-up" label=${t("leads.rows.up", { name: row.label_vi })} disabled=${!at} onClick=${() => swap(at, -1)} />
        <${Button} kind="ghost" size="small" icon="chevron-down" label=${t("leads.rows.down", { name: row.label_vi })} disabled=${at === items.length - 1} onClick=${() => swap(at, 1)} />
        <${Button} kind="ghost" size="small" icon="trash-2" label=${t("leads.rows.drop", { name: row.label_vi })} onClick=${() => setItems(items.filter((_, n) => n !== at))} /></span></li>`)}</ol></div>
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    <div class="row"><${Button} icon="plus" onClick=${() => setItems([...items, { key: `new${items.length}${Date.now()}`, label_vi: "", label_en: "", kind: "open" }])}>${t("leads.rows.add")}<//>
      <${Button} kind="primary" disabled=${items.some((one) => !one.label_vi.trim())} onClick=${save}>${t("pages.save")}<//></div>`;
}
