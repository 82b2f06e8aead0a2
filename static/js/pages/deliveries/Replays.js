/** Running many again: what the filters select, in the background, with progress and a way to stop. */
import { del, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { useResource } from "../useResource.js";
import { asked } from "./Inbox.js";

const EVERY_MS = 1_000;
const isMoving = (replay) => replay.state === "waiting" || replay.state === "running";

export function Replays({ filters, onEnd }) {
  const { data, reload } = useResource(() => get("/deliveries/replays"), []);
  const [asking, ask] = useState(false);
  const moving = (data?.items || []).find(isMoving);
  useEnding(moving, data?.items, reload, onEnd);
  const start = async () => {
    try {
      await post("/deliveries/replays", Object.fromEntries(Object.entries(asked(filters)).filter(([, value]) => value)));
      reload();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
  };
  const stop = () => del(`/deliveries/replays/${moving.id}`).then(reload, (error) => toast(errorText(error), { kind: "late" }));
  const canRun = !moving && filters.state !== "done" && (filters.state || filters.hook || filters.call || filters.event_key || filters.from);
  return html`${moving && html`<div class="panel replay" role="status">
      <span>${t("webhooks.replaying", { done: formatNumber(moving.done + moving.failed), all: formatNumber(moving.total) })}</span>
      <progress class="replay__bar" max=${Math.max(1, moving.total)} value=${moving.done + moving.failed} aria-label=${t("webhooks.replay_progress")}></progress>
      <${Button} size="small" onClick=${stop}>${t("webhooks.stop")}<//></div>`}
    ${canRun && html`<div class="replay__offer"><${Button} size="small" icon="rotate-cw" onClick=${() => ask(true)}>${t(filters.state === "failed" ? "webhooks.replay_failed" : "webhooks.replay_matching")}<//></div>`}
    ${asking && html`<${Confirm} kind="primary" title=${t("webhooks.replay_title")} text=${t("webhooks.replay_text")} action=${t("webhooks.replay_go")} onConfirm=${start} onClose=${() => ask(false)} />`}`;
}

/** Ask each second while one runs; say how it went when it has ended. */
function useEnding(moving, items, reload, onEnd) {
  const was = useRef(null);
  useEffect(() => {
    const ended = was.current && !moving && (items || []).find((replay) => replay.id === was.current);
    if (ended) {
      toast(t("webhooks.replay_ended", { done: formatNumber(ended.done), failed: formatNumber(ended.failed) }), { kind: ended.failed ? "late" : "done" });
      onEnd();
    }
    was.current = moving?.id || null;
    if (!moving) return undefined;
    const timer = setInterval(reload, EVERY_MS);
    return () => clearInterval(timer);
  }, [moving?.id]);
}
