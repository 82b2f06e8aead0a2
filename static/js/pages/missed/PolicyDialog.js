/** How soon each queue calls back, and whose a missed caller becomes. */
import { get, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

const RULES = ["last_agent", "fewest_open", "nobody"];

export function PolicyDialog({ onClose }) {
  const { data, error, reload } = useResource(() => get("/missed-policies"), []);
  return html`<${Dialog} title=${t("missed.policy")} onClose=${onClose}><p class="muted">${t("missed.policy_text")}</p>
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${4} />`
    : data.items.map((one) => html`<${Policy} key=${one.queue_id} policy=${one} />`)}<//>`;
}

function Policy({ policy }) {
  const [saved, setSaved] = useState(policy);
  const [fields, setFields] = useState({ minutes: String(policy.call_back_minutes), rule: policy.owner_rule });
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const minutes = /^\d{1,5}$/.test(fields.minutes) ? Number(fields.minutes) : 0;
  const isWrong = minutes < 1 || minutes > 10_080;
  const isSame = minutes === saved.call_back_minutes && fields.rule === saved.owner_rule;
  const save = async (event) => {
    event.preventDefault();
    if (isWrong) return;
    setProblem({ isBusy: true, error: null });
    try {
      setSaved(await put(`/missed-policies/${policy.queue_id}`, { call_back_minutes: minutes, owner_rule: fields.rule }));
      toast(t("missed.policy_saved", { queue: policy.queue_name }), { kind: "done" });
      setProblem({ isBusy: false, error: null });
    } catch (failure) {
      setProblem({ isBusy: false, error: errorText(failure) });
    }
  };
  return html`<form class="missed-policy" onSubmit=${save} novalidate><b class="cut" title=${policy.queue_name}>${policy.queue_name}</b>
    <label class="field"><span class="field__label">${t("missed.minutes")}</span><input class="input" inputmode="numeric" maxlength="5" value=${fields.minutes} aria-invalid=${isWrong ? "true" : null} onInput=${(event) => setFields({ ...fields, minutes: event.currentTarget.value })} /></label>
    <label class="field"><span class="field__label">${t("missed.rule")}</span><select class="input" value=${fields.rule} onChange=${(event) => setFields({ ...fields, rule: event.currentTarget.value })}>${RULES.map((one) => html`<option key=${one} value=${one}>${t(`missed.rules.${one}`)}</option>`)}</select></label>
    <${Button} type="submit" busy=${problem.isBusy} disabled=${isSame || isWrong}>${t("pages.save")}<//>
    ${(problem.error || isWrong) && html`<p class="field__error" role="alert">${problem.error || t("missed.bad_minutes")}</p>`}</form>`;
}
