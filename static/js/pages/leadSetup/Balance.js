/** Full desks and empty ones: which leads nobody has begun would go where, seen before it is done, taken back with one press. */
import { del, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Field } from "../../ui/Field.js";
import { useResource } from "../useResource.js";

export function Balance() {
  const policies = useResource(() => get("/lead-policies"), []);
  const [chosen, setChosen] = useState("");
  const [moves, setMoves] = useState(null);
  const all = policies.data?.items || [];
  const policyId = chosen || all.at(-1)?.id || ""; // the one for what is left, where there is no other
  const say = (error) => toast(errorText(error), { kind: "late" });
  const preview = () => post("/leads/rebalancings/preview", { policy_id: policyId }).then((answer) => setMoves(answer.moves)).catch(say);
  const undo = (rows) => Promise.all(rows.map((row) => del(`/leads/handovers/${row.id}`))).then(() => toast(t("leads.balance.undone"), { kind: "done" })).catch(say);
  const run = () => post("/leads/rebalancings", { moves: moves.map(({ id, from, to }) => ({ id, from, to })) }).then(({ items }) => {
    toast(t("leads.balance.done", { n: items.reduce((sum, row) => sum + row.moved, 0) }), { kind: "done", undo: () => undo(items) });
    setMoves(null);
  }).catch(say);
  return html`<p class="muted">${t("leads.balance.text")}</p>
    <div class="stack form lead-handover">
      <${Field} label=${t("leads.balance.policy")}>${(attributes) => html`<select class="input" ...${attributes} value=${policyId} onChange=${(event) => { setChosen(event.currentTarget.value); setMoves(null); }}>
        ${all.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>
      <div class="row"><${Button} disabled=${!policyId} onClick=${preview}>${t("leads.handover.preview")}<//></div>
      ${moves && (!moves.length ? html`<p role="status">${t("leads.balance.nothing")}</p>` : html`<table class="table"><thead><tr><th scope="col">${t("leads.handover.lead")}</th><th scope="col">${t("leads.balance.from")}</th><th scope="col">${t("leads.handover.to")}</th></tr></thead>
        <tbody>${moves.map((one) => html`<tr key=${one.id}><td>${one.text}</td><td>${one.from_name}</td><td>${one.to_name}</td></tr>`)}</tbody></table>
        <div class="row"><${Button} kind="primary" onClick=${run}>${t("leads.balance.run", { count: moves.length })}<//></div>`)}
    </div>`;
}
