/** What was mended for many at once: how far it is, and the way back. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Ago } from "../../ui/Timer.js";

const KINDS = { running: "accent", undoing: "waiting", done: "done", canceled: "", undone: "" };

export function Fixes({ fixes, onChange }) {
  if (!fixes.length) return null;
  const send = async (fix, verb) => {
    try {
      await post(`/data-quality/fixes/${fix.id}/${verb}`);
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    }
    onChange();
  };
  return html`<section class="panel fixes" aria-labelledby="audit-fixes"><h2 id="audit-fixes">${t("audit.fixes")}</h2>
    <ul>${fixes.map((fix) => html`<${Fix} key=${fix.id} fix=${fix} onCancel=${() => send(fix, "cancel")} onUndo=${() => send(fix, "undo")} />`)}</ul></section>`;
}

function Fix({ fix, onCancel, onUndo }) {
  const isMoving = fix.state === "running" || fix.state === "undoing";
  const done = fix.state === "undoing" ? fix.restored + fix.kept : fix.seen;
  const all = fix.state === "undoing" ? fix.changed : fix.total;
  return html`<li class="fixes__row">
    <span class="fixes__what"><b>${labelOf(fix)}</b> <span class="muted">${t(`audit.actions.${fix.action}`)}</span></span>
    <${Badge} kind=${KINDS[fix.state]}>${t(`audit.states.${fix.state}`)}<//>
    <span class="fixes__facts dim">${factsOf(fix)}</span>
    ${isMoving && html`<progress class="fixes__progress" max=${Math.max(1, all)} value=${done} aria-label=${t("audit.progress")}></progress>`}
    <span class="fixes__when dim">${fix.created_by_name && `${fix.created_by_name} · `}<${Ago} at=${fix.created_at} /></span>
    <span class="fixes__act">${fix.state === "running" && html`<${Button} size="small" onClick=${onCancel}>${t("audit.cancel")}<//>`}
      ${(fix.state === "done" || fix.state === "canceled") && fix.changed > 0 && html`<${Button} size="small" icon="rotate-ccw" onClick=${onUndo}>${t("audit.undo")}<//>`}</span>
  </li>`;
}

function factsOf(fix) {
  const n = formatNumber;
  if (fix.state === "running") return t("audit.so_far", { done: n(fix.seen), all: n(fix.total) });
  if (fix.state === "undoing" || fix.state === "undone") return [t("audit.restored", { n: n(fix.restored) }), fix.kept > 0 && t("audit.kept", { n: n(fix.kept) })].filter(Boolean).join(" · ");
  return [t("audit.changed", { n: n(fix.changed) }), fix.skipped > 0 && t("audit.skipped", { n: n(fix.skipped) })].filter(Boolean).join(" · ");
}
