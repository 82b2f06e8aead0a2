/** A menu's keys, and whether queues with a key of their own join in. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Exit } from "./Exit.js";

const ALL = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];

export function Keys(shared) {
  const { step, draft, change, errorOf } = shared;
  const used = new Set(step.keys.map((row) => row.key));
  const free = ALL.find((key) => !used.has(key));
  const edit = (at, part) => change({ keys: step.keys.map((row, n) => (n === at ? { ...row, ...part } : row)) });
  const line = draft.document.steps.find((one) => one.kind === "queue");
  return html`<div class="keys"><span class="field__label">${t("front_door.keys")}</span>
    ${step.keys.map((row, at) => html`<div key=${at} class="keys__row">
      <select class="input keys__key" aria-label=${t("front_door.key")} value=${row.key} onChange=${(event) => edit(at, { key: event.currentTarget.value })}>${ALL.map((key) => html`<option key=${key} value=${key}>${key}</option>`)}</select>
      <${Exit} ...${shared} field=${`keys.${at}`} label=${t("front_door.key_n", { key: row.key })} isBare />
      <${Button} kind="ghost" size="small" icon="x" label=${t("front_door.remove_key", { key: row.key })} onClick=${() => change({ keys: step.keys.filter((_, n) => n !== at) })} /></div>`)}
    ${errorOf("keys") && html`<span class="field__error" role="alert">${errorOf("keys")}</span>`}
    ${free && html`<div><${Button} size="small" icon="plus" onClick=${() => change({ keys: [...step.keys, { key: free, label: "", next: null }] })}>${t("front_door.add_key")}<//></div>`}
    <label class="check"><input type="checkbox" checked=${Boolean(step.queues_next)} disabled=${!line && !step.queues_next} onChange=${(event) => change({ queues_next: event.currentTarget.checked ? line.id : null })} />
      <span>${t("front_door.queue_keys")}<span class="dim"> ${t("front_door.queue_keys_hint")}</span></span></label>
    ${step.queues_next && html`<${Exit} ...${shared} field="queues_next" label=${t("front_door.exits.queues_next")} />`}</div>`;
}
