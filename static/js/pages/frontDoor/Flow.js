/** One flow: its bar (saved, publish, undo), its cards, and beside them history or a test call. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { Cards } from "./Cards.js";
import { History } from "./History.js";
import { TryOut } from "./TryOut.js";
import { useDraft } from "./useDraft.js";

export function Flow({ id, known, mayEdit, isTrying, onStopTrying, onChange }) {
  const draft = useDraft(id);
  const [open, setOpen] = useState(null);
  const [current, setCurrent] = useState(null);
  const [isHistory, setHistory] = useState(false);
  useUndoKeys(draft, mayEdit);
  useEffect(() => { if (!isTrying) setCurrent(null); }, [isTrying]);
  if (draft.error && !draft.flow) return html`<${LoadFailed} error=${draft.error} onRetry=${draft.load} />`;
  if (!draft.document) return html`<div class="panel"><${Skeleton} lines=${8} /></div>`;
  const taken = (flow) => { draft.taken(flow); onChange(); };
  const publish = async () => {
    if (!(await draft.flush())) return;
    try {
      taken(await post(`/flows/${id}/versions`, {}));
      toast(t("front_door.published"), { kind: "done" });
    } catch (error) {
      toast(error.code === "flow_broken" ? t("front_door.has_mistakes") : errorText(error), { kind: "late" });
      draft.load();
    }
  };
  return html`<section class="flow" aria-label=${draft.flow.name}>
      <${Bar} draft=${draft} mayEdit=${mayEdit} onPublish=${publish} onHistory=${() => setHistory(true)} />
      <${Problems} problems=${draft.problems} onShow=${setOpen} />
      <${Cards} draft=${draft} known=${known} open=${open} onOpen=${setOpen} current=${current} mayEdit=${mayEdit} onChange=${onChange} />
    </section>
    ${isTrying && html`<${TryOut} document=${draft.document} onStep=${setCurrent} onClose=${onStopTrying} />`}
    ${isHistory && html`<${History} flow=${draft.flow} mayEdit=${mayEdit} onTaken=${taken} onClose=${() => setHistory(false)} />`}`;
}

function Bar({ draft, mayEdit, onPublish, onHistory }) {
  const errors = draft.problems.filter((one) => !one.is_warning).length;
  const { flow } = draft;
  const isChanged = flow.has_changes || draft.isSaving;
  const state = draft.isFailed ? t("front_door.not_saved") : draft.isSaving ? t("front_door.saving") : isChanged ? t("front_door.draft_differs") : t("front_door.as_published");
  return html`<div class="flow__bar"><h2>${flow.name}</h2>
    <${Badge} kind=${flow.published_number ? "done" : "line"}>${flow.published_number ? t("front_door.version_n", { n: flow.published_number }) : flow.is_default ? t("front_door.builtin") : t("front_door.never_published")}<//>
    <span class="dim" role="status">${state}</span><span class="push"></span>
    ${mayEdit && html`<${Button} kind="ghost" size="small" icon="rotate-ccw" label=${t("front_door.undo")} disabled=${!draft.canUndo} onClick=${draft.undo} />
      <${Button} kind="ghost" size="small" icon="rotate-cw" label=${t("front_door.redo")} disabled=${!draft.canRedo} onClick=${draft.redo} />`}
    <${Button} size="small" icon="history" onClick=${onHistory}>${t("front_door.history")}<//>
    <a class="btn btn--small" href=${`/api/v1/flows/${flow.id}/fallback`} download title=${t("front_door.fallback_hint")}>${t("front_door.fallback")}</a>
    ${mayEdit && html`<${Button} kind="primary" size="small" disabled=${errors > 0 || !isChanged} why=${errors ? t("front_door.has_mistakes") : t("front_door.as_published")} onClick=${onPublish}>${t("front_door.publish")}<//>`}
  </div>`;
}

function Problems({ problems, onShow }) {
  const errors = problems.filter((one) => !one.is_warning);
  if (!errors.length) return null;
  return html`<p class="flow__problems" role="status">${t("front_door.mistakes", { count: errors.length })}
    <button type="button" class="link" onClick=${() => onShow(errors[0].step)}>${t("front_door.show_first")}</button></p>`;
}

function useUndoKeys(draft, mayEdit) {
  useEffect(() => {
    if (!mayEdit) return undefined;
    const press = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      if (event.shiftKey) draft.redo(); else draft.undo();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
