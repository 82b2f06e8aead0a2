/** How often we tried to reach them, when they answer, and whether we may call at all: who said so, when and why. */
import { get, post } from "../../lib/api.js";
import { formatDate, formatPhone } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { needWords } from "../../lib/needWords.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Ago } from "../../ui/Timer.js";
import { useResource } from "../useResource.js";
import { HourBars } from "./HourBars.js";

await needWords("outbound");

export function ReachPanel({ customer, isEditable, onReload }) {
  const attempts = useResource(() => get(`/customers/${customer.id}/attempts`), [customer.id, customer.stats?.calls]);
  const rules = useResource(() => get(`/customers/${customer.id}/contact-rules`), [customer.id, customer.version]);
  const [dialog, open] = useState(null);
  const show = async (name, given) => {
    const module = await import("./ReachDialogs.js");
    open({ Component: module[name], given });
  };
  const save = async (path, body) => {
    rules.set(await post(`/customers/${customer.id}/contact-rules${path}`, body));
    toast(t("outbound.saved"), { kind: "done" });
    onReload?.();
  };
  return html`<section class="panel reaching" aria-labelledby="customer-reach">
    <div class="panel__head"><h2 id="customer-reach">${t("outbound.reach")}</h2>
      <span class="push"><${Button} kind="ghost" size="small" icon="pencil" onClick=${() => show("LogCall")}>${t("outbound.log")}<//></span></div>
    ${attempts.data && html`<${Attempts} data=${attempts.data} />`}
    <h3 class="reaching__title">${t("outbound.rules")}</h3>
    ${rules.data && html`<${Rules} data=${rules.data} customer=${customer} isEditable=${isEditable} onEnd=${(rule) => show("EndRule", rule)} />`}
    ${isEditable && html`<${Button} size="small" icon="ban" onClick=${() => show("AddRule")}>${t("outbound.add")}<//>`}
    ${dialog && html`<${dialog.Component} customer=${customer} rule=${dialog.given} onSave=${save} onLogged=${onReload} onClose=${() => open(null)} />`}
  </section>`;
}

function Attempts({ data }) {
  const { attempts, answered, since_answer: since, best_hour: best } = data;
  if (!attempts && !data.hours.length) return html`<p class="muted">${t("outbound.never_tried")}</p>`;
  return html`<p class="reaching__line">${attempts > 0 && html`<span>${t("outbound.attempts", { count: attempts })}, ${t("outbound.answered", { n: answered })}</span>
      ${data.last_attempt_at && html` <span class="dim">· <${Ago} at=${data.last_attempt_at} /></span>`}`}</p>
    ${since > 0 && html`<p class=${since > 2 ? "state-waiting" : "muted"}>${t("outbound.since_answer", { count: since })}</p>`}
    ${best !== null && html`<p title=${t("outbound.best_hour_why")}><b class="num">${t("outbound.best_hour", { from: `${best}:00`, to: `${best + 1}:00` })}</b></p>`}
    <${HourBars} hours=${data.hours} best=${best} />`;
}

function Rules({ data, customer, isEditable, onEnd }) {
  const standing = data.items.filter((rule) => !rule.ended_at);
  const past = data.items.filter((rule) => rule.ended_at);
  const flags = ["do_not_call", "blocked"].filter((kind) => customer[kind === "blocked" ? "is_blocked" : kind] && !standing.some((rule) => rule.kind === kind && !rule.value));
  return html`${!standing.length && !flags.length && html`<p class="muted">${t("outbound.allowed")}</p>`}
    <ul class="reaching__rules">${flags.map((kind) => html`<li key=${kind}><${Badge} kind="late">${t(`outbound.kind.${kind}`)}<//> <span class="muted">${t("outbound.whole")}</span></li>`)}
      ${standing.map((rule) => html`<li key=${rule.id}><span class="row row--wrap"><${Badge} kind="late">${t(`outbound.kind.${rule.kind}`)}<//><span class="num">${rule.value ? formatPhone(rule.value) : t("outbound.whole")}</span>
          ${isEditable && html`<button type="button" class="link-btn push" onClick=${() => onEnd(rule)}>${t("outbound.end")}</button>`}</span>
        <span>${rule.reason}</span> <span class="dim">${whoWhen(rule.created_by_name, rule.created_at)}</span>
        ${rule.listed_with && html` <span>${t("outbound.listed_with")} ${rule.listed_with.is_outside ? t("customers.outside") : html`<a href=${`/customers/${rule.listed_with.id}`}>${rule.listed_with.name}</a>`}</span>`}</li>`)}</ul>
    ${past.length > 0 && html`<details><summary class="muted">${t("outbound.history", { count: past.length })}</summary><ul class="reaching__rules">${past.map((rule) => html`<li key=${rule.id}>
      <span>${t(`outbound.kind.${rule.kind}`)}: ${rule.reason}</span> <span class="dim">${whoWhen(rule.created_by_name, rule.created_at)}</span>
      <span class="dim">${t("outbound.ended", { who: rule.ended_by_name || t("outbound.somebody"), when: formatDate(rule.ended_at), why: rule.ended_reason })}</span></li>`)}</ul></details>`}
    ${data.refusals.length > 0 && html`<details><summary class="muted">${t("outbound.refusals")} · ${data.refusals.length}</summary><ul class="reaching__rules">${data.refusals.map((one) => html`<li key=${one.at}>
      <span>${t(`outbound.refused.${one.reason}`)}</span> <span class="dim">${whoWhen(one.actor_name, one.at)}</span></li>`)}</ul></details>`}`;
}

const whoWhen = (who, when) => t("outbound.who_when", { who: who || t("outbound.somebody"), when: formatDate(when) });
