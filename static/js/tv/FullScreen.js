/** Fill the panel: a button that is seen while somebody moves the mouse, and gone for the rest of the year. */
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";

const SEEN_MS = 4_000;

export function FullScreen() {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    let timer = 0;
    const show = () => {
      setSeen(true);
      clearTimeout(timer);
      timer = setTimeout(() => setSeen(false), SEEN_MS);
    };
    addEventListener("pointermove", show);
    addEventListener("keydown", show);
    return () => { clearTimeout(timer); removeEventListener("pointermove", show); removeEventListener("keydown", show); };
  }, []);
  if (!isSeen || document.fullscreenElement || !document.fullscreenEnabled) return null;
  return html`<${Button} icon="grid-3x3" onClick=${() => document.documentElement.requestFullscreen().catch(() => {})}>${t("tv.full_screen")}<//>`;
}
