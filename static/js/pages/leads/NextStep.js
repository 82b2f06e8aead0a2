/** What is to be done next with a lead, and when. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Field, TextField } from "../../ui/Field.js";
import { WhenField } from "../tasks/WhenField.js";
import { saveLead } from "./verbs.js";

export function NextStep({ lead, onChange, onReload }) {
  const [text, setText] = useState(lead.next_step);
  const [at, setAt] = useState(lead.next_step_at);
  const [isWrong, setWrong] = useState(false);
  const isChanged = text !== lead.next_step || at !== lead.next_step_at;
  const save = async (event) => {
    event.preventDefault();
    try {
      onChange(await saveLead(lead, { next_step: text.trim(), next_step_at: at }));
      toast(t("leads.step_saved"), { kind: "done" });
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      if (error.status === 412) onReload();
    }
  };
  return html`<section class="panel" aria-labelledby="lead-step"><h2 id="lead-step">${t("leads.next_step")}</h2>
    <form class="stack form" onSubmit=${save} novalidate>
      <${TextField} label=${t("leads.step_what")} value=${text} maxlength="300" autocomplete="off" onInput=${(event) => setText(event.currentTarget.value)} />
      <${Field} label=${t("leads.step_when")} error=${isWrong && t("tasks.bad_time")}>${(attributes) => html`<${WhenField} attributes=${attributes} value=${at} onChange=${(moment, bad) => { setAt(moment); setWrong(bad); }} />`}<//>
      ${isChanged && html`<div class="form__foot form__foot--start"><${Button} kind="primary" type="submit" disabled=${isWrong}>${t("pages.save")}<//></div>`}
    </form></section>`;
}
