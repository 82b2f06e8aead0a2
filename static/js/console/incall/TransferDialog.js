/** Pass a call on: to a colleague, a queue or a number, at once or after a word with them; the note is their context card. */
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { whyNotDialled } from "../../phone/refusal.js";
import { Dot } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Field, TextField } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Tabs } from "../../ui/Tabs.js";
import { nameOfCall } from "../callWords.js";
import { listTargets, passOn } from "./verbs.js";
import "./words.js";

const EVERY_MS = 4_000;
const KINDS = ["agent", "queue", "number"];

export function TransferDialog({ call, onClose }) {
  const targets = useTargets(call.id);
  const [tab, setTab] = useState("agent");
  const [chosen, setChosen] = useState({ agent: "", queue: "", number: "" });
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState("");
  const [error, setError] = useState("");
  const choose = (value) => { setChosen({ ...chosen, [tab]: value }); setError(""); };
  const isReady = !!chosen[tab].trim();
  const send = async (kind) => {
    setBusy(kind);
    setError("");
    try {
      const to = { [tab === "number" ? "number" : `${tab}_id`]: chosen[tab].trim() };
      const { to: { name } } = await passOn(call.id, kind, to, note.trim());
      toast(t(kind === "warm" ? "incall.asking" : "incall.passed_on", { name }), { kind: "done" });
      onClose();
    } catch (problem) {
      setError(textOf(problem));
      setBusy("");
    }
  };
  const footer = html`<${Button} onClick=${onClose}>${t("ui.cancel")}<//>
    <${Button} icon="phone-forwarded" disabled=${!isReady || !!busy} busy=${busy === "cold"} onClick=${() => send("cold")}>${t("incall.cold")}<//>
    <${Button} kind="primary" icon="users" disabled=${!isReady || !!busy} busy=${busy === "warm"} onClick=${() => send("warm")}>${t("incall.warm")}<//>`;
  return html`<${Dialog} title=${t("incall.title", { name: nameOfCall(call) })} class="dialog--transfer" onClose=${onClose} footer=${footer}>
    <div class="stack">
      <${Tabs} name="transfer" label=${t("incall.to")} value=${tab} onChange=${setTab} items=${KINDS.map((id) => ({ id, label: t(`incall.to_${id}`) }))} />
      <div id="transfer-panel" role="tabpanel" aria-labelledby=${`transfer-tab-${tab}`} class="targets">
        ${tab === "number" ? html`<${NumberField} value=${chosen.number} onChange=${choose} />`
          : html`<${Targets} targets=${targets} tab=${tab} value=${chosen[tab]} onChange=${choose} />`}</div>
      <${Field} label=${t("incall.note")} hint=${t("incall.note_hint")}>${(attributes) => html`<textarea class="input" rows="3" maxlength="2000" ...${attributes}
        value=${note} onInput=${(event) => setNote(event.currentTarget.value)}></textarea>`}<//>
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
    </div><//>`;
}

function textOf(problem) {
  const key = `incall.errors.${problem.code}`;
  const words = t(key);
  return words === key ? whyNotDialled(problem) ?? errorText(problem) : words;
}

/** Who is free changes while one reads: asked again every few seconds. */
function useTargets(callId) {
  const [targets, setTargets] = useState(null);
  useEffect(() => {
    const load = () => listTargets(callId).then(setTargets, () => {});
    load();
    const timer = setInterval(load, EVERY_MS);
    return () => clearInterval(timer);
  }, [callId]);
  return targets;
}

function Targets({ targets, tab, value, onChange }) {
  if (!targets) return html`<${Skeleton} lines=${4} />`;
  const list = tab === "agent" ? targets.agents : targets.queues;
  if (!list.length) return html`<${EmptyState} icon="users" title=${t(`incall.no_${tab}`)} />`;
  return html`<div class="targets__list" role="radiogroup" aria-label=${t(`incall.to_${tab}`)}>
    ${list.map((one) => html`<${Target} key=${one.id} one=${one} tab=${tab} isChosen=${one.id === value} onChange=${onChange} />`)}</div>`;
}

function Target({ one, tab, isChosen, onChange }) {
  const isFree = tab === "agent" ? one.is_available : one.agents_available > 0;
  const facts = tab === "agent" ? stateOf(one) : t("incall.queue_facts", { waiting: one.waiting, free: one.agents_available });
  const canChoose = tab === "queue" || isFree;
  return html`<label class=${`targets__one ${canChoose ? "" : "targets__one--away"}`}>
    <input type="radio" name="target" checked=${isChosen} disabled=${!canChoose} onChange=${() => onChange(one.id)} />
    <${Dot} kind=${isFree ? "done" : one.status === "offline" ? "hollow" : "waiting"} /><span class="cut">${one.name}</span><span class="push muted">${facts}</span></label>`;
}

function stateOf(agent) {
  if (agent.is_available) return t("incall.free");
  if (agent.status === "offline") return t("incall.offline");
  if (agent.is_barred) return t("incall.off_shift");
  return agent.activity === "idle" ? t("incall.away") : t(`activity.${agent.activity}`);
}

const NumberField = ({ value, onChange }) => html`<${TextField} label=${t("incall.number")} hint=${t("incall.number_hint")} type="tel" inputmode="tel"
  autocomplete="off" maxlength="20" value=${value} onInput=${(event) => onChange(event.currentTarget.value)} />`;
