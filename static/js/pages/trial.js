/** One simulation: what happened, what other policies would have made of it, and how far the model can be trusted. */
import { del, get, post } from "../lib/api.js";
import { boot } from "../lib/boot.js";
import { errorText } from "../lib/errors.js";
import { formatDateTime, formatPercent } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { toast } from "../lib/toasts.js";
import { navigate } from "../shell/router.js";
import { dayOf } from "../timeline/days.js";
import { Button } from "../ui/Button.js";
import { Confirm } from "../ui/Dialog.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { copyText } from "./customer/copyText.js";
import { LoadFailed } from "./LoadFailed.js";
import { Result } from "./trials/Result.js";
import { TrialForm } from "./trials/TrialForm.js";
import { useResource } from "./useResource.js";
import "./trials/words.js";

export const css = ["css/pages/_shared.css", "css/pages/queues.css", "css/pages/trials.css"];
export const title = () => t("trials.title");

const IS_WORKING = ["waiting", "running"];
const ASK_MS = 1_000;

export default function TrialPage({ params }) {
  const trial = useResource(() => get(`/trials/${params.id}`), [params.id]);
  const queues = useResource(() => get("/queues").then((body) => body.items), []);
  const isWorking = IS_WORKING.includes(trial.data?.state);
  useEffect(() => {
    if (!isWorking) return undefined;
    const timer = setInterval(trial.reload, ASK_MS);
    return () => clearInterval(timer);
  }, [isWorking, trial.reload]);
  if (trial.error && !trial.data) return html`<div class="page"><${LoadFailed} error=${trial.error} onRetry=${trial.reload} /></div>`;
  if (!trial.data || !queues.data) return html`<div class="page"><${Skeleton} lines=${8} /></div>`;
  const { data } = trial;
  return html`<div class="page page--wide trial">
    <a class="back" href="/queues?tab=trials"><${Icon} name="arrow-left" size=${16} /> ${t("trials.back")}</a>
    <${Head} trial=${data} queues=${queues.data} onChanged=${trial.set} />
    ${isWorking && html`<div class="panel trial__progress" role="status"><progress class="bar__track" max="1" value=${data.progress} aria-label=${t("trials.progress")}></progress><p class="num">${t(`trials.states.${data.state}`)} · ${formatPercent(data.progress)}</p></div>`}
    ${data.state === "failed" && html`<${EmptyState} icon="circle-alert" title=${t("trials.states.failed")} text=${t("trials.failed_text")} />`}
    ${data.state === "canceled" && html`<${EmptyState} icon="circle-x" title=${t("trials.states.canceled")} text=${t("trials.canceled_text")} />`}
    ${data.result && html`<${Result} trial=${data} />`}</div>`;
}

function Head({ trial, queues, onChanged }) {
  const [dialog, setDialog] = useState("");
  const isWorking = IS_WORKING.includes(trial.state);
  const attempt = async (run) => {
    try { await run(); } catch (error) { toast(errorText(error), { kind: "late" }); }
  };
  const cancel = () => attempt(async () => onChanged(await post(`/trials/${trial.id}/cancel`, {})));
  const remove = () => attempt(async () => { await del(`/trials/${trial.id}`); navigate("/queues?tab=trials", { replace: true }); });
  const share = async () => { if (await copyText(location.href)) toast(t("trials.link_copied"), { kind: "done" }); };
  const queue = trial.queue_id ? queues.find((one) => one.id === trial.queue_id)?.name || t("routing.why.queue_gone") : t("trials.all_queues");
  return html`<header class="page__head"><div><h1>${trial.title || t("trials.untitled")}</h1>
      <p class="muted num">${queue} · ${formatDateTime(trial.starts_at)} – ${formatDateTime(trial.ends_at)}</p></div>
    <span class="push row">${isWorking ? html`<${Button} icon="circle-x" onClick=${cancel}>${t("trials.cancel")}<//>`
      : html`<${Button} icon="copy" onClick=${() => setDialog("again")}>${t("trials.again")}<//><${Button} kind="ghost" icon="trash-2" label=${t("trials.remove_trial")} onClick=${() => setDialog("remove")} />`}
      <${Button} icon="link" onClick=${share}>${t("trials.share")}<//></span>
    ${dialog === "again" && html`<${TrialForm} queues=${queues} like=${likeThis(trial)} onMade=${(made) => { setDialog(""); navigate(`/trials/${made.id}`); }} onClose=${() => setDialog("")} />`}
    ${dialog === "remove" && html`<${Confirm} title=${t("trials.remove_title")} text=${t("trials.remove_text")} action=${t("trials.remove_trial")} onConfirm=${remove} onClose=${() => setDialog("")} />`}</header>`;
}

const likeThis = (trial) => ({
  title: trial.title, queue_id: trial.queue_id || "", seed: trial.seed, runs: trial.runs, variants: structuredClone(trial.variants),
  from: dayOf(new Date(trial.starts_at).getTime(), boot.timezone), to: dayOf(new Date(trial.ends_at).getTime() - 1000, boot.timezone),
});
