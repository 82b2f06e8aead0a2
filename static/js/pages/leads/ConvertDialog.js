/** Winning a lead: with an order, or without one. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { readMoney, writeMoney } from "../../lib/money.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { nameOf } from "./model.js";
import { convert } from "./verbs.js";

export function ConvertDialog({ lead, onDone, onClose }) {
  const [hasOrder, setHasOrder] = useState(true);
  const [total, setTotal] = useState(writeMoney(lead.value, lead.currency));
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const amount = readMoney(total, lead.currency);
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const won = await convert(lead, hasOrder ? { total: amount, ...(lead.product_id ? { lines: [{ product_id: lead.product_id, quantity: 1 }] } : {}) } : null);
      toast(t("leads.won_one", { name: nameOf(lead) }), { kind: "done" });
      onDone(won);
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("leads.win_one", { name: nameOf(lead) })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <label class="check"><input type="checkbox" checked=${hasOrder} onChange=${(event) => setHasOrder(event.currentTarget.checked)} /><span>${t("leads.with_order")}</span></label>
      ${hasOrder && html`<${TextField} label=${t("leads.total")} hint=${lead.product_name || lead.interest} inputmode="numeric" value=${total} maxlength="20" error=${total.trim() && amount === null && t("leads.bad_value")} onInput=${(event) => { setTotal(event.currentTarget.value); setError(""); }} />`}
      <p class="muted">${t("leads.win_text")}</p>
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy} disabled=${hasOrder && amount === null}>${t("leads.win")}<//></div>
    </form><//>`;
}
