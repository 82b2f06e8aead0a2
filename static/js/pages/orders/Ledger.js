/** Loyalty points: the balance, each entry, and giving or taking some. A slip is set right by its opposite. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatDate, formatExact, formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";

const signed = (points) => `${points > 0 ? "+" : "−"}${formatNumber(Math.abs(points))}`;

export function Ledger({ customerId, isEditable, onChange }) {
  const { data, error, reload, set } = useResource(() => get(`/customers/${customerId}/loyalty`, { limit: 6 }), [customerId]);
  const [isAdding, setAdding] = useState(false);
  const add = async (points, reason) => {
    const ledger = await post(`/customers/${customerId}/loyalty`, { points, reason });
    set(ledger);
    onChange();
    return ledger;
  };
  const addWithUndo = async (points, reason) => {
    await add(points, reason);
    setAdding(false);
    const undo = () => add(-points, t("orders.points_undone", { reason }).slice(0, 200)).catch((problem) => toast(errorText(problem), { kind: "late" }));
    toast(t("orders.points_changed", { points: signed(points) }), { kind: "done", undo });
  };
  const more = async () => {
    const next = await get(`/customers/${customerId}/loyalty`, { limit: 20, cursor: data.next_cursor });
    set({ ...next, items: [...data.items, ...next.items] });
  };
  return html`<section class="panel" aria-labelledby="customer-points"><div class="panel__head"><h2 id="customer-points">${t("orders.points")}</h2>
      ${data && html`<b class="num">${formatNumber(data.balance)}</b>`}
      ${isEditable && !isAdding && html`<span class="push"><${Button} kind="ghost" size="small" icon="plus" label=${t("orders.change_points")} onClick=${() => setAdding(true)} /></span>`}</div>
    ${isAdding && html`<${AddPoints} balance=${data?.balance ?? 0} onAdd=${addWithUndo} onClose=${() => setAdding(false)} />`}
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${3} />`
      : !data.items.length && !isAdding ? html`<p class="muted">${t("orders.no_points")}</p>`
      : html`<ul class="ledger">${data.items.map((entry) => html`<li key=${entry.id} class="ledger__row"><b class=${`num ${entry.points > 0 ? "state-done" : "state-late"}`}>${signed(entry.points)}</b>
          <span class="ledger__why"><span>${entry.reason}</span><span class="dim" title=${formatExact(entry.created_at)}>${[formatDate(entry.created_at), entry.actor_name].filter(Boolean).join(" · ")}</span></span></li>`)}</ul>
        ${data.next_cursor && html`<${Button} kind="ghost" size="small" onClick=${more}>${t("pages.load_more")}<//>`}`}
  </section>`;
}

function AddPoints({ balance, onAdd, onClose }) {
  const [sign, setSign] = useState(1);
  const [points, setPoints] = useState("");
  const [reason, setReason] = useState("");
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const amount = Number(points.replace(/\D/g, "")) * sign;
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onAdd(amount, reason.trim());
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  return html`<form class="stack points-form" onSubmit=${save} novalidate>
    <div class="points-form__row" role="group" aria-label=${t("orders.change_points")}>
      <button type="button" class="chip" aria-pressed=${String(sign === 1)} onClick=${() => setSign(1)}>${t("orders.give_points")}</button>
      <button type="button" class="chip" aria-pressed=${String(sign === -1)} disabled=${!balance} onClick=${() => setSign(-1)}>${t("orders.take_points")}</button>
      <input class="input points-form__points" inputmode="numeric" autofocus aria-label=${t("orders.how_many_points")} placeholder=${t("orders.how_many_points")} maxlength="12" value=${points} onInput=${(event) => { setPoints(event.currentTarget.value); setError(null); }} /></div>
    <${TextField} label=${t("orders.points_reason")} value=${reason} maxlength="200" autocomplete="off" error=${error} onInput=${(event) => setReason(event.currentTarget.value)} />
    <div class="form__foot"><${Button} size="small" onClick=${onClose}>${t("pages.cancel")}<//><${Button} size="small" kind="primary" type="submit" busy=${isBusy} disabled=${!amount || !reason.trim()}>${t("pages.save")}<//></div>
  </form>`;
}
