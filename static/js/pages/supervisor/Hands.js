/** Who asks for help: since when, on which call; listen, whisper, take it, or say that one is coming. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { hands } from "../../store/hands.js";
import { can, me } from "../../store/session.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";
import { Timer } from "../../ui/Timer.js";
import { monitor } from "./monitor.js";
import { come, listenTo, lowerHand, takeCall } from "./verbs.js";

const MODES = [{ mode: "listen", icon: "headphones" }, { mode: "whisper", icon: "mic" }];

export function Hands() {
  if (!can("hands.answer") || !hands.value.length) return null;
  return html`<section class="panel hands" aria-labelledby="hands-title"><div class="panel__head"><${Icon} name="hand" class="state-ringing" /><h2 id="hands-title">${t("wall.hands", { count: hands.value.length })}</h2></div>
    <ul>${hands.value.map((hand) => html`<${Hand} key=${hand.id} hand=${hand} />`)}</ul></section>`;
}

function Hand({ hand }) {
  const about = hand.call_id && (hand.customer_name || hand.number || t("calls.anonymous"));
  const canListen = hand.call_id && can("calls.monitor") && monitor.value?.call_id !== hand.call_id;
  const isMine = hand.coming_id === me.value?.id;
  return html`<li class="hands__one">
    <span class="row hands__who"><${Avatar} name=${hand.agent_name} size=${24} /><b class="cut">${hand.agent_name}</b><${Timer} since=${hand.raised_at} class="state-ringing" /></span>
    <span class="muted cut">${about ? html`${t("wall.in_call_with")} <a href=${`/calls/${hand.call_id}`}>${about}</a>` : t("wall.no_call")}</span>
    <span class="row row--wrap hands__verbs">
      ${hand.coming_name ? html`<span class="state-done row"><${Icon} name="check" size=${14} />${t(isMine ? "wall.i_am_coming" : "hand.coming", { name: hand.coming_name })}</span>`
        : html`<${Button} kind="primary" size="small" onClick=${() => come(hand)}>${t("wall.come")}<//>`}
      ${canListen && MODES.map(({ mode, icon }) => html`<${Button} key=${mode} size="small" icon=${icon} onClick=${() => listenTo(hand, mode)}>${t(`listening.${mode}`)}<//>`)}
      ${hand.call_id && html`<${Button} size="small" icon="phone-incoming" onClick=${() => takeCall(hand, me.value?.id)}>${t("wall.take")}<//>`}
      <${Button} kind="ghost" size="small" icon="x" label=${t("wall.lower", { name: hand.agent_name })} onClick=${() => lowerHand(hand)} /></span></li>`;
}
