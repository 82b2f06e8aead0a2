/** What happens next: a call back at a time, a task, a sales lead, or nothing. An outcome may demand one. */
import { serverNow } from "../lib/clock.js";
import { formatDateTime } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { parseWhen, wallClock } from "../lib/zoned.js";
import { changeOutcome } from "../store/outcomes.js";

const KINDS = ["callback", "task", "lead"];
const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;

/** A few moments one often promises. @returns {{key: string, at: string}[]} */
function suggestions() {
  const now = serverNow();
  const today = wallClock(now, 0, 15);
  return [
    { key: "in_hour", at: new Date(Math.ceil((now + HOUR_MS) / FIVE_MINUTES_MS) * FIVE_MINUTES_MS).toISOString() },
    Date.parse(today) > now + HOUR_MS && { key: "today_15", at: today },
    { key: "tomorrow_9", at: wallClock(now, 1, 9) },
    { key: "tomorrow_14", at: wallClock(now, 1, 14) },
  ].filter(Boolean);
}

export function NextStep({ callId, outcome, demanded, isTold, missing }) {
  const step = outcome.step || { kind: "" };
  const change = (part) => changeOutcome(callId, { step: { ...step, ...part } });
  const choose = (kind) => {
    if (kind !== step.kind) changeOutcome(callId, { step: { kind, due_at: null, text: step.text || "" } });
    else if (!demanded) changeOutcome(callId, { step: null });
  };
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    setRefusal("");
    if (step.kind === "callback") import("./callBack.js").then((module) => module.whyNoCallBack(callId)).then(setRefusal, () => {});
  }, [callId, step.kind]);
  const words = step.kind ? t(`next_step.${step.kind}_text`) : "";
  return html`<div class="next-step">
    <span class="muted next-step__label">${t("next_step.label")}${demanded && html` <span class="state-late">*</span>`}</span>
    <div class="next-step__kinds" role="group" aria-label=${t("next_step.label")}>${KINDS.map((kind) => html`
      <button key=${kind} type="button" class="chip" aria-pressed=${String(step.kind === kind)} disabled=${!!demanded && demanded !== kind}
        onClick=${() => choose(kind)}>${t(`next_step.${kind}`)}</button>`)}</div>
    ${refusal && html`<p class="state-late" role="alert">${refusal}</p>`}
    ${step.kind && html`<div class="next-step__more">
      ${step.kind !== "lead" && html`<${When} step=${step} change=${change} isMissing=${isTold && missing === "due"} />`}
      <input class="input" maxlength="300" autocomplete="off" aria-label=${words} placeholder=${words} value=${step.text || ""}
        aria-invalid=${isTold && missing === "text" ? "true" : null} onInput=${(event) => change({ text: event.currentTarget.value })} /></div>`}
  </div>`;
}

/** Typed as people say it ("24/11 9:00"), because a browser's own picker writes dates in the browser's language. */
function When({ step, change, isMissing }) {
  const [text, setText] = useState(formatDateTime(step.due_at));
  useEffect(() => { if (step.due_at && parseWhen(text, serverNow()) !== step.due_at) setText(formatDateTime(step.due_at)); }, [step.due_at]);
  const typed = (event) => {
    setText(event.currentTarget.value);
    change({ due_at: parseWhen(event.currentTarget.value, serverNow()) });
  };
  return html`<div class="next-step__when">${suggestions().map(({ key, at }) => html`
      <button key=${key} type="button" class="chip" aria-pressed=${String(step.due_at === at)} title=${formatDateTime(at)}
        onClick=${() => change({ due_at: at })}>${t(`next_step.${key}`)}</button>`)}
    <input class="input next-step__time" aria-label=${t("next_step.when")} placeholder=${t("next_step.when_hint")} autocomplete="off"
      aria-invalid=${isMissing || (text && !step.due_at) ? "true" : null} value=${text} onInput=${typed} /></div>`;
}
