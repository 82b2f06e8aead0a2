/** Entry of every signed-in page: words, then the frame; the snapshot and the live line come beside it. */
import { html, render } from "./lib/html.js";
import { startClock } from "./lib/clock.js";
import { startErrorWords } from "./lib/errorWords.js";
import { addCatalogue } from "./lib/i18n.js";
import { startKeys } from "./lib/keys.js";
import { preloadSound } from "./lib/sound.js";
import { startPhone } from "./phone/phone.js";
import { listenForPresenceNews } from "./shell/presenceNews.js";
import { App } from "./shell/App.js";
import { startTitle } from "./shell/pageTitle.js";
import { startRinging } from "./shell/ringing.js";
import { startRouter } from "./shell/router.js";
import { startLive } from "./store/live.js";

listenForPresenceNews();
startLive();
startClock();
startKeys();
startRouter();
await addCatalogue();
startErrorWords();
const root = document.getElementById("app");
root.textContent = "";
render(html`<${App} />`, root);
startTitle();
startRinging();
startPhone();
preloadSound("ring");
