/** A screen on the wall: figures in large, queue after queue, by a link of its own. It mends itself after any loss. */
import { startClock } from "./lib/clock.js";
import { html, render } from "./lib/html.js";
import { addCatalogue } from "./lib/i18n.js";
import { Screen } from "./tv/Screen.js";
import { startView } from "./tv/view.js";

startClock();
await addCatalogue();
await addCatalogue("tv");
startView();
const root = document.getElementById("app");
root.textContent = "";
render(html`<${Screen} />`, root);
