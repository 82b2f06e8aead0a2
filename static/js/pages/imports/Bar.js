/** A progress bar that says how far, how fast, and how long still. */
import { formatNumber, formatSpan } from "../../lib/format.js";
import { html, useEffect, useRef } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

const REMEMBERED_MS = 12_000;

/** @param {{done: number, total: number|null, label: string, isMoving?: boolean}} props */
export function Bar({ done, total, label, isMoving = true }) {
  const seen = useRef([]);
  useEffect(() => {
    const at = performance.now();
    seen.current = [...seen.current.filter((one) => at - one.at < REMEMBERED_MS && one.done <= done), { at, done }];
  }, [done]);
  const rate = isMoving ? rateOf(seen.current) : 0;
  const left = rate && total ? Math.max(0, total - done) / rate : null;
  const share = total ? Math.min(1, done / total) : null;
  return html`<div class="bar">
    <progress class="bar__track" aria-label=${label} max="1" value=${share === null ? undefined : share}></progress>
    <p class="bar__facts num"><b>${total ? t("imports.progress.of", { done: formatNumber(done), total: formatNumber(total) }) : t("imports.progress.rows", { done: formatNumber(done) })}</b>
      ${rate > 0 && html`<span class="dim">${t("imports.progress.rate", { n: formatNumber(rate) })}</span>`}
      ${left !== null && left > 1 && html`<span class="dim">${t("imports.progress.left", { time: formatSpan(left) })}</span>`}</p></div>`;
}

function rateOf(seen) {
  const [first, last] = [seen[0], seen.at(-1)];
  return first && last.at - first.at > 900 ? Math.round(((last.done - first.done) * 1000) / (last.at - first.at)) : 0;
}
