/** The frame around every page: bar, rail, rings, the call bar, messages. */
import { addShortcuts } from "../lib/keys.js";
import { html, signal, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { toast } from "../lib/toasts.js";
import { Toasts } from "../ui/Toasts.js";
import { CallBar } from "./CallBar.js";
import { PageView } from "./PageView.js";
import { Rail } from "./Rail.js";
import { RingCards } from "./RingCard.js";
import { ShortcutSheet } from "./ShortcutSheet.js";
import { TopBar } from "./TopBar.js";
import { NetBanner } from "./NetState.js";

export const isHelpOpen = signal(false);

export async function openSearch() {
  try {
    const { openPalette } = await import("../palette/palette.js");
    openPalette();
  } catch (error) {
    console.error(error);
    toast(t("page.failed_text"), { kind: "late" });
  }
}

export function App() {
  useEffect(() => addShortcuts([
    { id: "search", key: "mod+k", label: "keys.search", group: "keys.everywhere", run: openSearch },
    { id: "help", key: "?", label: "keys.help", group: "keys.everywhere", run: () => { isHelpOpen.value = true; } },
  ]), []);
  return html`<a class="skip-link" href="#main">${t("nav.skip")}</a>
    <div class="app">
      <${TopBar} onSearch=${openSearch} onHelp=${() => { isHelpOpen.value = true; }} />
      <${Rail} />
      <main id="main" class="app__main" tabindex="-1"><${NetBanner} /><${CallBar} /><${PageView} /></main>
    </div>
    <${RingCards} />
    <${Toasts} />
    ${isHelpOpen.value && html`<${ShortcutSheet} onClose=${() => { isHelpOpen.value = false; }} />`}`;
}
