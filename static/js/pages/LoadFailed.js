/** Something could not be fetched: what happened, in a sentence, and a way to try again. */
import { errorText } from "../lib/errors.js";
import { html } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";

export function LoadFailed({ error, onRetry }) {
  const isForbidden = error?.status === 403;
  const isOutside = error?.code === "outside_reach";
  return html`<div role="alert"><${EmptyState} icon=${isOutside ? "users" : isForbidden ? "lock" : error?.status === 0 ? "wifi-off" : "circle-alert"}
      title=${isOutside ? t("pages.outside.title") : isForbidden ? t("pages.forbidden") : t("pages.load_failed")} text=${errorText(error)}>
    ${!isForbidden && onRetry && html`<${Button} icon="rotate-cw" onClick=${onRetry}>${t("pages.retry")}<//>`}<//></div>`;
}
