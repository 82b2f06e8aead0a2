/** Policies in the order in which they are asked; the last one takes whatever is left. */
import { del, get, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { sourceWords } from "../leads/sources.js";
import { useResource } from "../useResource.js";
import { PolicyDialog } from "./PolicyDialog.js";

export function Policies() {
  const { data, error, reload, set } = useResource(() => get("/lead-policies"), []);
  const [edited, setEdited] = useState(null);
  const [dropped, setDropped] = useState(null);
  if (error && !data) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} lines=${6} />`;
  const say = (problem) => toast(errorText(problem), { kind: "late" });
  const own = data.items.filter((one) => !one.is_default);
  const shift = (policy, step) => {
    const ids = own.map((one) => one.id);
    const at = ids.indexOf(policy.id);
    [ids[at], ids[at + step]] = [ids[at + step], ids[at]];
    put("/lead-policies/order", { ids }).then(set).catch(say);
  };
  return html`<p class="muted">${t("leads.policies.text")}</p>
    <ol class="policies">${data.items.map((one) => html`<li key=${one.id} class=${`policies__one panel ${one.is_active ? "" : "policies__one--off"}`}>
      <div class="policies__body"><b>${one.is_default ? t("leads.policies.rest") : one.name}</b>${!one.is_active && html` <span class="badge">${t("leads.policies.off")}</span>`}
        <span class="dim">${[conditionsOf(one), t(`leads.strategies.${one.strategy}`), poolOf(one), capsOf(one)].filter(Boolean).join(" · ")}</span></div>
      <span class="row">${!one.is_default && html`<${Button} kind="ghost" size="small" icon="chevron-up" label=${t("leads.policies.up", { name: one.name })} disabled=${own[0] === one} onClick=${() => shift(one, -1)} />
        <${Button} kind="ghost" size="small" icon="chevron-down" label=${t("leads.policies.down", { name: one.name })} disabled=${own.at(-1) === one} onClick=${() => shift(one, 1)} />
        <${Button} kind="ghost" size="small" icon="trash-2" label=${t("leads.policies.drop", { name: one.name })} onClick=${() => setDropped(one)} />`}
        <${Button} size="small" icon="pencil" label=${t("leads.policies.edit_one", { name: one.name })} onClick=${() => setEdited(one)} /></span></li>`)}</ol>
    <${Button} kind="primary" icon="plus" onClick=${() => setEdited({})}>${t("leads.policies.create")}<//>
    ${edited && html`<${PolicyDialog} policy=${edited} onClose=${() => setEdited(null)} onSaved=${() => { setEdited(null); toast(t("leads.policies.saved"), { kind: "done" }); reload(); }} />`}
    ${dropped && html`<${Confirm} title=${t("leads.policies.drop", { name: dropped.name })} text=${t("leads.policies.drop_text")} action=${t("leads.policies.drop_it")} onClose=${() => setDropped(null)}
      onConfirm=${() => del(`/lead-policies/${dropped.id}`).then(reload).catch(say)} />`}`;
}

const conditionsOf = ({ conditions: { sources = [], provinces = [], languages = [], classes = [], products = [] } }) =>
  [...sources.map(sourceWords), ...provinces, ...languages, ...classes, products.length ? t("leads.policies.products", { count: products.length }) : ""].filter(Boolean).join(", ");
const poolOf = (one) => (one.has_own_pool ? t("leads.policies.people", { count: one.members.filter((member) => member.weight).length }) : t("leads.policies.everybody"));
const capsOf = (one) => ["max_open", "max_per_hour", "max_per_day"].filter((name) => one[name] !== null).map((name) => t(`leads.caps.${name}`, { n: one[name] })).join(", ");
