/** The supervisor's own panel while they are in somebody's call: listen, whisper, barge in, who hears whom, leave. */
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { onEvent } from "../../store/live.js";
import { softphoneMode } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { hearCall } from "./listenAudio.js";
import { changeMode, findMine, monitor, stopListening } from "./monitor.js";
import { WhoHears } from "./WhoHears.js";

const MODES = ["listen", "whisper", "barge"];

export function Listening() {
  useEffect(() => { findMine().catch(() => {}); }, []);
  useEffect(() => onEvent("call.updated", ({ call }) => { if (call.id === monitor.value?.call_id) findMine().catch(() => {}); }), []);
  const one = monitor.value;
  return one && html`<${Panel} key=${one.id} one=${one} />`;
}

function Panel({ one }) {
  const [busy, setBusy] = useState("");
  const agent = one.participants.find((other) => other.kind === "agent");
  const customer = one.participants.find((other) => other.kind === "customer");
  useSound(one, !customer?.is_held);
  const doing = (name, action) => async () => {
    setBusy(name);
    try { await action(); } catch (error) { toast(errorText(error), { kind: "late" }); }
    setBusy("");
  };
  return html`<section class="panel listening" aria-labelledby="listening-title">
    <div class="panel__head"><h2 id="listening-title">${t("listening.title", { name: agent?.name || "" })}</h2>
      <span class="push"><${Button} kind="danger" size="small" icon="phone-off" busy=${busy === "end"} onClick=${doing("end", stopListening)}>${t("listening.end")}<//></span></div>
    <div class="listening__body"><${WhoHears} participants=${one.participants} />
      <div class="listening__modes" role="radiogroup" aria-label=${t("listening.how")}>
        ${MODES.map((mode) => html`<button key=${mode} type="button" role="radio" class="listening__mode" aria-checked=${String(one.mode === mode)} disabled=${!!busy}
          onClick=${doing(mode, () => changeMode(mode))}><b>${t(`listening.${mode}`)}</b><span class="muted">${t(`listening.${mode}_text`)}</span></button>`)}</div></div></section>`;
}

/** Only the demo's calls are heard here; a real one is on the softphone. */
function useSound(one, isTalking) {
  useEffect(() => {
    if (one.state !== "in" || !isTalking || softphoneMode.value !== "simulated") return undefined;
    const stop = new AbortController();
    hearCall(one.call_id, stop.signal);
    return () => stop.abort();
  }, [one.call_id, one.state, isTalking]);
}
