/** Twelve weeks of calls as small bars; the numbers are in the label. Nothing is shown when they cannot be fetched. */
import { get } from "../../lib/api.js";
import { serverNow } from "../../lib/clock.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { useResource } from "../useResource.js";
import { perWeek, WEEK_MS } from "./perWeek.js";

const WEEKS = 12;
const HEIGHT = 28;

/** `calls`, the total, makes it count again when there is one more. */
export function CallsPerWeek({ customerId, calls }) {
  const { data: counts } = useResource(() => fetchCounts(customerId), [customerId, calls]);
  if (!counts) return html`<div class="sparkline"></div>`;
  const most = Math.max(1, ...counts);
  const label = t("customer.per_week", { weeks: WEEKS, counts: counts.join(", ") });
  return html`<figure class="sparkline" title=${label}>
    <svg viewBox=${`0 0 ${WEEKS * 10} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${label}>
      ${counts.map((count, i) => {
        const height = count ? Math.max(3, (count / most) * HEIGHT) : 1;
        return html`<rect key=${i} class=${count ? "sparkline__bar" : "sparkline__none"} x=${i * 10 + 1} y=${HEIGHT - height} width="8" height=${height} rx="1" />`;
      })}
    </svg>
    <figcaption class="dim"><span>${t("customer.weeks_ago", { n: WEEKS })}</span><span>${t("customer.this_week")}</span></figcaption>
  </figure>`;
}

async function fetchCounts(customerId) {
  const now = serverNow();
  const from = new Date(now - WEEKS * WEEK_MS).toISOString();
  const page = await get("/calls", { customer: customerId, from, limit: 100 });
  return perWeek(page.items.map((call) => call.started_at), now, WEEKS);
}
