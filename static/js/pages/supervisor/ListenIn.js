/** The button beside an agent who talks: listen in, whisper, barge in. */
import { errorText } from "../../lib/errors.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { can, me } from "../../store/session.js";
import { Menu } from "../../ui/Menu.js";
import { listen, monitor } from "./monitor.js";

const MODES = [{ mode: "listen", icon: "headphones" }, { mode: "whisper", icon: "mic" }, { mode: "barge", icon: "radio" }];

export function ListenIn({ agent }) {
  const isTalking = agent.call && ["talking", "hold"].includes(agent.activity);
  if (!isTalking || !can("calls.monitor") || agent.id === me.value?.id || monitor.value?.call_id === agent.call.id) return null;
  const begin = (mode) => async () => {
    try { await listen(agent.call.id, mode); } catch (error) { toast(errorText(error), { kind: "late" }); }
  };
  return html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("listening.into", { name: agent.name })} trigger=${html`<${Icon} name="headphones" />`}
    items=${MODES.map(({ mode, icon }) => ({ label: t(`listening.${mode}`), icon, run: begin(mode) }))} />`;
}
