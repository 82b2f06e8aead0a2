/** Deliveries over time as bars: failed ones are told apart by colour and by words on hover and to a reader. */
import { formatDateTime, formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

const HEIGHT = 88;

export function Bars({ buckets }) {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.total));
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
  const label = t("webhooks.bars_label", { most: formatNumber(most), failed: formatNumber(failed) });
  return html`<figure class="bars"><svg class="bars__plot" viewBox=${`0 0 ${buckets.length * 10} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${label}>
      ${buckets.map((bucket, at) => html`<g key=${bucket.at}><title>${formatDateTime(bucket.at)}: ${formatNumber(bucket.total)}${bucket.failed ? ` (${t("webhooks.failed_n", { n: formatNumber(bucket.failed) })})` : ""}</title>
        <rect class="bars__hit" x=${at * 10} y="0" width="10" height=${HEIGHT} />
        <rect class="bars__bar" x=${at * 10 + 1} width="8" y=${HEIGHT - height(bucket.total, most)} height=${height(bucket.total, most)} />
        ${bucket.failed > 0 && html`<rect class="bars__failed" x=${at * 10 + 1} width="8" y=${HEIGHT - height(bucket.failed, most)} height=${height(bucket.failed, most)} />`}</g>`)}</svg>
    <figcaption class="bars__ends dim num"><span>${formatDateTime(buckets[0]?.at)}</span>${buckets.some((bucket) => bucket.total) && html`<span>${t("webhooks.most", { n: formatNumber(most) })}</span>`}<span>${formatDateTime(buckets.at(-1)?.at)}</span></figcaption></figure>`;
}

const height = (count, most) => (count ? Math.max(2, (count / most) * HEIGHT) : 0);
