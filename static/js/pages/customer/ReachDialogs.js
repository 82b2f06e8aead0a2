/** Putting somebody on the list of whom not to call, taking them off, and writing down a call made elsewhere. */
import { post } from "../../lib/api.js";
import { serverNow } from "../../lib/clock.js";
import { errorText } from "../../lib/errors.js";
import { formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";

const phonesOf = (customer) => (customer.phones || []).filter((phone) => phone.status !== "former" && !phone.e164.includes("•"));

function useSaving(send, onClose) {
  const [isBusy, setBusy] = useState(false);
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await send();
      onClose();
    } catch (error) {
      const own = { invalid_phone: "outbound.log_bad_number", bad_time: "outbound.log_bad_time" }[error.code];
      toast(own ? t(own) : errorText(error), { kind: "late" });
      setBusy(false);
    }
  };
  return { isBusy, save };
}

const Foot = ({ isBusy, onClose }) => html`<div class="form__foot"><${Button} onClick=${onClose}>${t("ui.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("outbound.save")}<//></div>`;

const Choice = ({ label, value, options, onChange }) => html`<${Field} label=${label}>${(attributes) => html`<select class="input" ...${attributes} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
  ${options.map(([code, words]) => html`<option key=${code} value=${code}>${words}</option>`)}</select>`}<//>`;

export function AddRule({ customer, onSave, onClose }) {
  const [fields, set] = useState({ kind: "do_not_call", number: "", reason: "" });
  const change = (part) => set((old) => ({ ...old, ...part }));
  const { isBusy, save } = useSaving(() => onSave("", { ...fields, number: fields.number || null }), onClose);
  return html`<${Dialog} title=${t("outbound.add")} onClose=${onClose}><form class="stack form" onSubmit=${save}>
    <${Choice} label=${t("outbound.what")} value=${fields.kind} onChange=${(kind) => change({ kind })} options=${["do_not_call", "blocked"].map((kind) => [kind, t(`outbound.kind.${kind}`)])} />
    <${Choice} label=${t("outbound.which")} value=${fields.number} onChange=${(number) => change({ number })} options=${[["", t("outbound.whole")], ...phonesOf(customer).map((phone) => [phone.e164, formatPhone(phone.e164)])]} />
    <${TextField} label=${t("outbound.why")} hint=${t("outbound.why_hint")} value=${fields.reason} maxlength="300" required onInput=${(event) => change({ reason: event.currentTarget.value })} />
    <${Foot} isBusy=${isBusy} onClose=${onClose} /></form><//>`;
}

export function EndRule({ rule, onSave, onClose }) {
  const [reason, setReason] = useState("");
  const { isBusy, save } = useSaving(() => onSave(`/${rule.id}/end`, { reason }), onClose);
  return html`<${Dialog} title=${t("outbound.end_title")} onClose=${onClose}><form class="stack form" onSubmit=${save}>
    <p>${t(`outbound.kind.${rule.kind}`)}: ${rule.reason}</p>
    <${TextField} label=${t("outbound.why")} value=${reason} maxlength="300" required onInput=${(event) => setReason(event.currentTarget.value)} />
    <${Foot} isBusy=${isBusy} onClose=${onClose} /></form><//>`;
}

const localNow = () => {
  const now = new Date(serverNow());
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

export function LogCall({ customer, onLogged, onClose }) {
  const [fields, set] = useState({ number: formatPhone(phonesOf(customer)[0]?.e164), direction: "outbound", at: localNow(), outcome: "answered", minutes: "3", notes: "" });
  const change = (part) => set((old) => ({ ...old, ...part }));
  const { isBusy, save } = useSaving(async () => {
    const { at, minutes, ...rest } = fields;
    await post("/call-log", { ...rest, customer_id: customer.id, started_at: new Date(at).toISOString(), talk_seconds: rest.outcome === "answered" ? Math.round(Number(minutes) * 60) || 0 : 0 });
    toast(t("outbound.log_saved"), { kind: "done" });
    onLogged?.();
  }, onClose);
  const text = (name) => ({ value: fields[name], onInput: (event) => change({ [name]: event.currentTarget.value }) });
  return html`<${Dialog} title=${t("outbound.log_title")} onClose=${onClose}><form class="stack form" onSubmit=${save}>
    <${TextField} label=${t("outbound.log_number")} type="tel" required maxlength="40" ...${text("number")} />
    <${Choice} label=${t("outbound.log_direction")} value=${fields.direction} onChange=${(direction) => change({ direction })} options=${["outbound", "inbound"].map((one) => [one, t(`outbound.log_${one}`)])} />
    <${TextField} label=${t("outbound.log_when")} type="datetime-local" required max=${localNow()} ...${text("at")} />
    <${Choice} label=${t("outbound.log_outcome")} value=${fields.outcome} onChange=${(outcome) => change({ outcome })} options=${["answered", "no_answer", "busy", "failed"].map((one) => [one, t(`outbound.log_outcomes.${one}`)])} />
    ${fields.outcome === "answered" && html`<${TextField} label=${t("outbound.log_minutes")} type="number" min="0" max="1440" step="0.5" inputmode="decimal" ...${text("minutes")} />`}
    <${Field} label=${t("outbound.log_notes")}>${(attributes) => html`<textarea class="input" rows="3" maxlength="20000" ...${attributes} ...${text("notes")}></textarea>`}<//>
    <${Foot} isBusy=${isBusy} onClose=${onClose} /></form><//>`;
}
