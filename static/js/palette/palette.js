/** The command palette, loaded when first asked for. `openPalette()` shows it over whatever is on screen. */
import { html, render, signal } from "../lib/html.js";
import { loadStyles } from "../shell/router.js";
import { Palette } from "./PaletteBox.js";
import "../pages/words.js";
import "../timeline/words.js";

const isOpen = signal(false);
let host = null;

const Host = () => isOpen.value && html`<${Palette} onClose=${() => { isOpen.value = false; }} />`;

export async function openPalette() {
  await loadStyles(["css/palette.css"]);
  if (!host) {
    host = document.body.appendChild(document.createElement("div"));
    render(html`<${Host} />`, host);
  }
  isOpen.value = true;
}
