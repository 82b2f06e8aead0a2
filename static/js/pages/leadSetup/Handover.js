/** Somebody is away: who gets their open leads and tasks, seen before it is done, taken back with one press. */
import { del, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatDateTime } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Field } from "../../ui/Field.js";
import { useResource } from "../useResource.js";

export function Handover() {
  const people = useResource(() => get("/lead-agents"), []);
  const past = useResource(() => get("/leads/handovers"), []);
  const [from, setFrom] = useState(() => new URLSearchParams(location.search).get("from") || ""); // from the list of leave
  const [to, setTo] = useState([]);
  const [moves, setMoves] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const say = (error) => toast(errorText(error), { kind: "late" });
  const all = people.data?.items || [];
  const choose = (id) => { setTo(to.includes(id) ? to.filter((one) => one !== id) : [...to, id]); setMoves(null); };
  const preview = () => post("/leads/handovers/preview", { from_agent_id: from, to }).then((answer) => setMoves(answer.moves)).catch(say);
  const undo = (id) => del(`/leads/handovers/${id}`).then(() => { toast(t("leads.handover.undone"), { kind: "done" }); past.reload(); people.reload(); }).catch(say);
  const run = () => { setBusy(true); return handOver().finally(() => setBusy(false)); };
  const handOver = () => post("/leads/handovers", { from_agent_id: from, moves: moves.map(({ kind, id, to: receiver }) => ({ kind, id, to: receiver })) }).then((done) => {
    toast(t("leads.handover.done", { n: done.moved }), { kind: "done", undo: () => undo(done.id) });
    setMoves(null); past.reload(); people.reload();
  }).catch(say);
  return html`<p class="muted">${t("leads.handover.text")}</p>
    <div class="stack form lead-handover">
      <${Field} label=${t("leads.handover.from")}>${(attributes) => html`<select class="input" ...${attributes} value=${from} onChange=${(event) => { setFrom(event.currentTarget.value); setTo(to.filter((one) => one !== event.currentTarget.value)); setMoves(null); }}>
        <option value="">${t("leads.handover.choose")}</option>${all.map((one) => html`<option key=${one.user_id} value=${one.user_id}>${one.name} (${one.open_leads})</option>`)}</select>`}<//>
      <div class="field"><span class="field__label">${t("leads.handover.to")}</span><div class="chips" role="group" aria-label=${t("leads.handover.to")}>${all.filter((one) => one.user_id !== from).map((one) => html`<button key=${one.user_id} type="button" class="chip" aria-pressed=${String(to.includes(one.user_id))} onClick=${() => choose(one.user_id)}>${one.name}</button>`)}</div></div>
      <div class="row"><${Button} disabled=${!from || !to.length} onClick=${preview}>${t("leads.handover.preview")}<//></div>
      ${moves && (!moves.length ? html`<p>${t("leads.handover.nothing")}</p>` : html`<table class="table"><tbody>${moves.map((one, at) => html`<tr key=${one.id}><td><${Icon} name=${one.kind === "task" ? "list-checks" : "target"} size=${14} label=${t(`leads.handover.${one.kind}`)} /> ${one.text}</td>
        <td><select class="input" aria-label=${t("leads.handover.who_gets", { name: one.text })} value=${one.to} onChange=${(event) => setMoves(moves.map((move, n) => (n === at ? { ...move, to: event.currentTarget.value } : move)))}>${all.filter((person) => person.user_id !== from).map((person) => html`<option key=${person.user_id} value=${person.user_id}>${person.name}</option>`)}</select></td></tr>`)}</tbody></table>
        <div class="row"><${Button} kind="primary" busy=${isBusy} onClick=${run}>${t("leads.handover.run", { count: moves.length })}<//></div>`)}
    </div>
    ${past.data?.items.length > 0 && html`<h2 class="lead-handover__past">${t("leads.handover.past")}</h2><ul class="stack">${past.data.items.map((one) => html`<li key=${one.id} class="row"><span>${one.from_agent_name} · ${t("leads.handover.moved", { n: one.moved })} · ${formatDateTime(one.created_at)}</span>
      <span class="push">${one.undone_at ? html`<span class="dim">${t("leads.handover.was_undone")}</span>` : html`<${Button} size="small" icon="rotate-ccw" onClick=${() => undo(one.id)}>${t("leads.handover.undo")}<//>`}</span></li>`)}</ul>`}`;
}
