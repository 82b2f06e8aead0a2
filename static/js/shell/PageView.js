/** The page that belongs to the address: skeleton while its module loads, a plain sentence when it fails. */
import { html, useEffect, useState } from "../lib/html.js";
import { locale, t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { liveTitle } from "./pageTitle.js";
import { findRoute } from "./routes.js";
import { loadStyles, place } from "./router.js";

export function PageView() {
  const { pathname, search } = place.value;
  const found = findRoute(pathname);
  const [loaded, setLoaded] = useState({});
  const [attempt, setAttempt] = useState(0);
  const path = found?.route.path;

  useEffect(() => {
    if (!found) return undefined;
    let isCurrent = true;
    found.route.load().then(async (module) => {
      await loadStyles(module.css);
      if (isCurrent) setLoaded({ path, module });
    }).catch((error) => {
      console.error(error);
      if (isCurrent) setLoaded({ path, failed: true });
    });
    return () => { isCurrent = false; };
  }, [path, attempt]);

  const title = (loaded.path === path && loaded.module?.title?.()) || (found && t(`nav.${found.route.section}`)) || "";
  useEffect(() => { liveTitle.value = title; }, [title, locale.value]);

  if (!found) return html`<div class="page"><${EmptyState} icon="circle-help" title=${t("page.unknown")} text=${t("page.unknown_text")} /></div>`;
  if (loaded.path !== path) return html`<div class="page"><${Skeleton} title lines=${5} /></div>`;
  if (loaded.failed) {
    return html`<div class="page"><${EmptyState} icon="wifi-off" title=${t("page.failed")} text=${t("page.failed_text")}>
      <${Button} onClick=${() => setAttempt(attempt + 1)}>${t("ui.retry")}<//><//></div>`;
  }
  const Page = loaded.module.default;
  return html`<${Page} key=${pathname} params=${found.params} query=${Object.fromEntries(new URLSearchParams(search))} />`;
}
