/** The choices of a field, in both languages. Codes are the server's and stay. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";

export function Choices({ choices, error, onChange }) {
  const rows = choices.length ? choices : [{ label_vi: "", label_en: "" }];
  const change = (at, part) => onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const move = (at, step) => {
    const next = [...rows];
    next.splice(at + step, 0, ...next.splice(at, 1));
    onChange(next);
  };
  return html`<fieldset class="choices"><legend class="field__label">${t("fields.choices")}</legend>
    ${rows.map((row, at) => html`<div key=${row.code || at} class="choices__row">
      <input class="input" value=${row.label_vi} maxlength="80" aria-label=${t("fields.choice_vi", { n: at + 1 })} placeholder=${t("fields.in_vietnamese")} onInput=${(event) => change(at, { label_vi: event.currentTarget.value })} />
      <input class="input" value=${row.label_en} maxlength="80" aria-label=${t("fields.choice_en", { n: at + 1 })} placeholder=${t("fields.in_english")} onInput=${(event) => change(at, { label_en: event.currentTarget.value })} />
      <${Button} kind="ghost" size="small" icon="chevron-up" label=${t("fields.choice_up", { n: at + 1 })} disabled=${at === 0} onClick=${() => move(at, -1)} />
      <${Button} kind="ghost" size="small" icon="x" label=${t("fields.choice_remove", { n: at + 1 })} onClick=${() => onChange(rows.filter((_, index) => index !== at))} /></div>`)}
    ${error && html`<span class="field__error" role="alert">${error}</span>`}
    <div><${Button} size="small" icon="plus" onClick=${() => onChange([...rows, { label_vi: "", label_en: "" }])}>${t("fields.add_choice")}<//></div>
  </fieldset>`;
}

/** As the API takes them: without empty rows, with their codes. */
export const cleanChoices = (choices) => choices
  .map(({ code, label_vi: vi, label_en: en }) => ({ ...(code ? { code } : {}), label_vi: vi.trim() || en.trim(), label_en: en.trim() || vi.trim() }))
  .filter((choice) => choice.label_vi);
