/** Where I am signed in. Ending another one asks first. */
import { del, get } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatExact } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { browserOf } from "./browser.js";

export function Sessions({ account }) {
  const sessions = useResource(() => get("/me/sessions").then((body) => body.items), [account]);
  const [ending, setEnding] = useState(null);
  const end = async (session) => {
    try {
      await del(`/me/sessions/${session.id}`);
      sessions.set((known) => known.filter((one) => one.id !== session.id));
      toast(t("settings.sessions.ended"), { kind: "done" });
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
  };
  if (sessions.error && !sessions.data) return html`<${LoadFailed} error=${sessions.error} onRetry=${sessions.reload} />`;
  if (!sessions.data) return html`<${Skeleton} lines=${4} />`;
  return html`<p class="settings__text muted">${t("settings.sessions.text")}</p>
    <ul class="sessions">${sessions.data.map((session) => html`<${Session} key=${session.id} session=${session} onEnd=${() => setEnding(session)} />`)}</ul>
    ${ending && html`<${Confirm} title=${t("settings.sessions.end_title")} text=${t("settings.sessions.end_text", { browser: nameOf(ending) })} action=${t("settings.sessions.end")}
      onConfirm=${() => end(ending)} onClose=${() => setEnding(null)} />`}`;
}

function Session({ session, onEnd }) {
  const { isPhone } = browserOf(session.user_agent);
  return html`<li class="sessions__one"><${Icon} name=${isPhone ? "phone" : "monitor"} size=${20} />
    <span class="sessions__what"><b>${nameOf(session)}</b><span class="dim num">${session.ip} · ${t("settings.sessions.since", { time: formatExact(session.created_at) })}</span></span>
    ${session.is_current
      ? html`<${Badge} kind="accent">${t("settings.sessions.this_one")}<//>`
      : html`<span class="dim">${t("settings.sessions.seen")} <${Ago} at=${session.last_seen_at} /></span><${Button} size="small" kind="danger" onClick=${onEnd}>${t("settings.sessions.end")}<//>`}</li>`;
}

function nameOf(session) {
  const { name, system } = browserOf(session.user_agent);
  if (!name) return t("settings.sessions.unknown");
  return system ? t("settings.sessions.browser_on", { browser: name, system }) : name;
}
