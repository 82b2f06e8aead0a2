/** What to simulate: which queue, which past days, and up to three other policies. */
import { get, post } from "../../lib/api.js";
import { boot } from "../../lib/boot.js";
import { minute } from "../../lib/clock.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { addDays, dayOf } from "../../timeline/days.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { Tabs } from "../../ui/Tabs.js";
import { instantsOf } from "../periods.js";
import { useResource } from "../useResource.js";
import { changesSomething, newVariant, variantBody } from "./model.js";
import { Variant } from "./Variant.js";

const MOST = 3;

export function TrialForm({ queues, like, onMade, onClose }) {
  const today = dayOf(minute.value, boot.timezone);
  const [form, setForm] = useState(() => like || { title: "", queue_id: "", from: addDays(today, -7), to: addDays(today, -1), variants: [newVariant(t("trials.variant_n", { n: 1 }))], seed: 1, runs: 3 });
  const [shown, setShown] = useState(0);
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const people = useResource(() => get("/agents/routing").then((body) => body.items), []);
  const skills = useResource(() => get("/skills").then((body) => body.items.filter((one) => one.is_active)), []);
  const change = (part) => { setForm({ ...form, ...part }); setError(""); };
  const setVariant = (part) => change({ variants: form.variants.map((one, at) => (at === shown ? { ...one, ...part } : one)) });
  const add = () => { change({ variants: [...form.variants, newVariant(t("trials.variant_n", { n: form.variants.length + 1 }))] }); setShown(form.variants.length); };
  const remove = () => { change({ variants: form.variants.filter((_, at) => at !== shown) }); setShown(0); };
  const run = async (event) => {
    event.preventDefault();
    const idle = form.variants.find((one) => !changesSomething(one));
    if (idle) { setShown(form.variants.indexOf(idle)); setError(t("trials.changes_nothing", { name: idle.name })); return; }
    setBusy(true);
    const { from, to } = instantsOf({ from: form.from, to: form.to }, boot.timezone);
    const until = form.to === today ? new Date(minute.value).toISOString() : to;
    try {
      onMade(await post("/trials", { title: form.title, queue_id: form.queue_id || null, starts_at: from, ends_at: until, variants: form.variants.map(variantBody), seed: Number(form.seed) || 0, runs: Number(form.runs) || 1 }));
    } catch (problem) {
      setError(errorText(problem));
      setBusy(false);
    }
  };
  const day = (name, more) => html`<${TextField} label=${t(`trials.${name}`)} type="date" required value=${form[name]} ...${more} onInput=${(event) => change({ [name]: event.currentTarget.value })} />`;
  return html`<${Dialog} title=${t("trials.create")} onClose=${onClose} class="queue-dialog">
    <form class="queue-form" onSubmit=${run} novalidate>
      <fieldset class="queue-form__part"><legend>${t("trials.parts.what")}</legend>
        <${Field} label=${t("trials.queue")} hint=${t("trials.queue_hint")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.queue_id} onChange=${(event) => change({ queue_id: event.currentTarget.value })}>
          <option value="">${t("trials.all_queues")}</option>${queues.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>`}<//>
        ${day("from", { max: form.to })}${day("to", { min: form.from, max: today })}
        <${TextField} label=${t("trials.title_label")} hint=${t("trials.title_hint")} maxlength="120" value=${form.title} onInput=${(event) => change({ title: event.currentTarget.value })} />
        <${TextField} label=${t("trials.runs")} hint=${t("trials.runs_hint")} type="number" min="1" max="10" value=${form.runs} onInput=${(event) => change({ runs: event.currentTarget.value })} />
        <${TextField} label=${t("trials.seed")} hint=${t("trials.seed_hint")} type="number" min="0" max="1000000" value=${form.seed} onInput=${(event) => change({ seed: event.currentTarget.value })} /></fieldset>
      <div class="trials__variants"><${Tabs} name="variants" label=${t("trials.variants")} value=${String(shown)} onChange=${(id) => setShown(Number(id))} items=${form.variants.map((one, at) => ({ id: String(at), label: one.name || t("trials.variant_n", { n: at + 1 }) }))} />
        <span class="push row">${form.variants.length > 1 && html`<${Button} size="small" kind="ghost" icon="trash-2" onClick=${remove}>${t("trials.remove_variant")}<//>`}
          ${form.variants.length < MOST && html`<${Button} size="small" icon="plus" onClick=${add}>${t("trials.add_variant")}<//>`}</span></div>
      <div id="variants-panel" role="tabpanel" aria-labelledby=${`variants-tab-${shown}`}><${Variant} key=${shown} variant=${form.variants[shown]} people=${people.data || []} skills=${skills.data || []} onChange=${setVariant} /></div>
      ${error && html`<p class="field__error" role="alert">${error}</p>`}
      <div class="form__foot queue-form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" icon="play" busy=${isBusy}>${t("trials.run")}<//></div>
    </form><//>`;
}
