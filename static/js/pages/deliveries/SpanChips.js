/** The last hour, day or week; and once more. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { SPANS } from "./spans.js";

export const SpanChips = ({ value, onChange, onRefresh }) => html`<div class="filters" role="group" aria-label=${t("pages.period")}>
  <div class="filters__chips">${Object.keys(SPANS).map((name) => html`<button key=${name} type="button" class="chip" aria-pressed=${String(name === value)} onClick=${() => onChange(name)}>${t(`webhooks.span.${name}`)}</button>`)}</div>
  <span class="push"></span><${Button} icon="refresh-cw" onClick=${onRefresh}>${t("deliveries.refresh")}<//></div>`;
