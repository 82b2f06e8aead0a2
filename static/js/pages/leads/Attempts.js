/** How often we tried to reach whoever it is, when last, and the hour at which they answer. */
import { get } from "../../lib/api.js";
import { html, useEffect } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { needWords } from "../../lib/needWords.js";
import { onEvent } from "../../store/live.js";
import { Ago } from "../../ui/Timer.js";
import { useResource } from "../useResource.js";

await needWords("outbound");

export function Attempts({ lead }) {
  const { data, reload } = useResource(() => get(`/leads/${lead.id}/attempts`), [lead.id, lead.customer_id]);
  useEffect(() => onEvent("call.updated", ({ call }) => call?.ended_at && isTheirs(call, lead) && reload()), [lead.id, lead.customer_id]);
  if (!data || (!data.attempts && data.best_hour === null)) return null;
  const { count } = lead.attempts;
  return html`<section class="panel" aria-labelledby="lead-attempts"><h2 id="lead-attempts">${t("leads.attempts_title")}</h2>
    ${data.attempts > 0 && html`<p>${t("outbound.attempts", { count: data.attempts })}, ${t("outbound.answered", { n: data.answered })}${data.last_attempt_at && html` <span class="dim">· <${Ago} at=${data.last_attempt_at} /></span>`}</p>`}
    ${count > 0 && count < data.attempts && html`<p class="muted">${t("leads.attempts_since", { count })}</p>`}
    ${data.since_answer > 0 && html`<p class=${data.since_answer > 2 ? "state-waiting" : "muted"}>${t("outbound.since_answer", { count: data.since_answer })}</p>`}
    ${data.best_hour !== null && html`<p title=${t("outbound.best_hour_why")}><b class="num">${t("outbound.best_hour", { from: `${data.best_hour}:00`, to: `${data.best_hour + 1}:00` })}</b></p>`}</section>`;
}

const isTheirs = (call, lead) => (lead.customer_id ? call.customer_id === lead.customer_id : [call.from, call.to].includes(lead.phone));
