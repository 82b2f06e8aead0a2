/** What callers of each number hear: numbers, flows drawn as cards, published versions, a test call. */
import { get } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../shell/router.js";
import { can } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Flow } from "./frontDoor/Flow.js";
import { Flows } from "./frontDoor/Flows.js";
import { Numbers } from "./frontDoor/Numbers.js";
import "./frontDoor/words.js";
import { LoadFailed } from "./LoadFailed.js";
import { useResource } from "./useResource.js";

export const css = ["css/pages/_shared.css", "css/pages/frontDoor.css"];
export const title = () => t("front_door.title");

export default function FrontDoorPage({ query }) {
  const { data, error, reload } = useResource(load, []);
  const [isTrying, setTrying] = useState(false);
  if (error && !data) return html`<div class="page"><${LoadFailed} error=${error} onRetry=${reload} /></div>`;
  if (!data) return html`<div class="page"><${Skeleton} lines=${10} /></div>`;
  const mayEdit = can("flows.manage");
  const chosen = data.flows.find((flow) => flow.id === query.flow) || data.flows[0];
  return html`<div class="page page--wide front-door">
    <header class="page__head"><h1>${t("front_door.title")}</h1><span class="push"></span>
      <${Button} icon="play" aria-pressed=${String(isTrying)} onClick=${() => setTrying(!isTrying)}>${t("front_door.try")}<//></header>
    <div class=${`front-door__columns ${isTrying ? "front-door__columns--trying" : ""}`}>
      <aside class="front-door__side">
        <${Flows} flows=${data.flows} current=${chosen} mayEdit=${mayEdit} onChange=${reload} />
        <${Numbers} numbers=${data.numbers} flows=${data.flows} mayEdit=${mayEdit} onChange=${reload} />
      </aside>
      <${Flow} key=${chosen.id} id=${chosen.id} known=${data} mayEdit=${mayEdit} isTrying=${isTrying} onStopTrying=${() => setTrying(false)} onChange=${reload} />
    </div>
  </div>`;
}

/** Everything a flow can refer to. Queues and hours come from their own pages' addresses. */
async function load() {
  const [flows, numbers, sounds, queues, calendars] = await Promise.all([
    get("/flows"), get("/numbers"), get("/flow-sounds"), get("/queues"), get("/calendars"),
  ]);
  return { flows: flows.items, numbers: numbers.items, sounds: sounds.items, queues: queues.items, calendars: calendars.items.filter((one) => !one.is_archived) };
}

export const showFlow = (id) => navigate(`/front-door?flow=${id}`);
