/** The foot of a list: fetches the next page when it scrolls into view, with a button for those who do not scroll; says what failed. */
import { errorText } from "../lib/errors.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";

export function MoreRows({ list }) {
  const foot = useRef(null);
  const hasMore = !!list.cursor.value;
  const error = list.error.value;
  useEffect(() => {
    if (!hasMore || error) return undefined;
    const watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && list.more(), { rootMargin: "240px" });
    watcher.observe(foot.current);
    return () => watcher.disconnect();
  }, [hasMore, error, list.items.value.length]);
  if (!hasMore && !error) return null;
  return html`<div class="more-rows" ref=${foot}>
    ${error && html`<span class="state-late" role="alert">${errorText(error)}</span>`}
    <${Button} kind="ghost" busy=${list.isLoadingMore.value} onClick=${() => list.retry()}>${error ? t("pages.retry") : t("pages.load_more")}<//></div>`;
}
