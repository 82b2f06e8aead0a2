/** A moment, typed as people say it ("24/11 9:00"), with the ones that are promised most. */
import { serverNow } from "../../lib/clock.js";
import { formatDateTime } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { parseWhen } from "../../lib/zoned.js";
import { moments } from "./model.js";

/** `onChange(iso or null, isWrong)` */
export function WhenField({ value, label, attributes = {}, onChange }) {
  const [text, setText] = useState(formatDateTime(value));
  useEffect(() => { if (value && parseWhen(text, serverNow()) !== value) setText(formatDateTime(value)); if (!value && !text) setText(""); }, [value]);
  const typed = (event) => {
    const words = event.currentTarget.value;
    setText(words);
    const at = parseWhen(words, serverNow());
    onChange(at, !!words.trim() && !at);
  };
  const choose = (at) => { setText(at ? formatDateTime(at) : ""); onChange(at, false); };
  return html`<div class="when">
    <input class="input when__time" aria-label=${attributes.id ? null : label} placeholder=${t("tasks.when_hint")} autocomplete="off" maxlength="20" ...${attributes}
      aria-invalid=${text && !value ? "true" : null} value=${text} onInput=${typed} />
    ${moments(serverNow()).map(({ key, at }) => html`<button key=${key} type="button" class="chip" aria-pressed=${String(value === at)} title=${formatDateTime(at)}
      onClick=${() => choose(value === at ? null : at)}>${t(`tasks.moments.${key}`)}</button>`)}
  </div>`;
}
