/** Every decision about one piece of work, the last first: whom it chose, and what kept the others from it. */
import { get } from "../../lib/api.js";
import { formatExact, formatNumber, formatSpan } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Badge } from "../../ui/Badge.js";
import { Dialog } from "../../ui/Dialog.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import "../queues/words.js";

const SHOWN = 12;

export function WhyDialog({ kind, refId, onClose }) {
  const { data, error, reload } = useResource(() => get("/work-items/decisions", { kind, ref_id: refId }), [refId]);
  return html`<${Dialog} title=${t("routing.why.title")} onClose=${onClose} class="dialog--wide">
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${6} />`
      : !data.items.length ? html`<${EmptyState} icon="circle-help" title=${t("routing.why.none")} text=${t("routing.why.none_text")} />`
      : html`<ol class="why">${[...data.items].reverse().map((one) => html`<${Decision} key=${one.id} decision=${one} />`)}</ol>`}<//>`;
}

function Decision({ decision }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? decision.candidates : decision.candidates.slice(0, SHOWN);
  const rest = decision.candidates.length - shown.length;
  return html`<li class="why__one"><h3>${said(decision)}</h3>
    <p class="dim num">${formatExact(decision.at)} · ${decision.queue || t("routing.why.queue_gone")} · ${t("routing.why.version", { n: decision.queue_version })} · ${t(`routing.strategy.${decision.strategy}`)}</p>
    ${decision.needs.length > 0 && html`<p>${t("routing.why.needs")} ${decision.needs.map((need) => html`<${Badge} key=${need.skill_id} kind="line">${need.skill || "?"} ≥ ${need.level}<//> `)}</p>`}
    <table class="table why__table"><thead class="sr-only"><tr><th scope="col">${t("routing.why.agent")}</th><th scope="col">${t("routing.why.because")}</th></tr></thead>
      <tbody>${shown.map((one) => html`<tr key=${one.agent_id} class=${one.is_chosen ? "why__chosen" : ""}><td>${one.is_chosen && html`<${Icon} name="check" size=${14} label=${t("routing.why.chosen")} /> `}${one.name || t("routing.why.gone")}</td>
        <td>${reasonsOf(one, decision)}</td></tr>`)}${rest === 0 && unnamed(decision)}</tbody></table>
    ${rest > 0 && html`<button type="button" class="link" onClick=${() => setWhole(true)}>${t("routing.why.more", { n: rest, count: rest })}</button>`}</li>`;
}

/** Of a large team not everybody is kept by name: how many more, and why. */
function unnamed(decision) {
  const { considered, skipped } = decision.others;
  return [
    considered > 0 && html`<tr key="considered"><td>${t("routing.why.others", { n: considered, count: considered })}</td><td>${t("routing.why.could")}</td></tr>`,
    ...skipped.map(({ failed, count }) => html`<tr key=${failed.join()}><td>${t("routing.why.others", { n: count, count })}</td><td><span class="muted">${failed.map((code) => filterWords(code, decision)).join(", ")}</span></td></tr>`),
  ];
}

const said = ({ chosen_name: name, reason }) => (name ? t(`routing.chosen.${reason}`, { name }) : t("routing.why.nobody", { why: limboWords(reason) }));

const limboWords = (reason) => (hasWords(`supervisor.limbo.${reason}`) ? t(`supervisor.limbo.${reason}`) : reason);

function reasonsOf(one, decision) {
  if (one.failed.length) return html`<span class="muted">${one.failed.map((code) => filterWords(code, decision)).join(", ")}</span>`;
  const score = one.score === null ? "" : scoreWords(decision.strategy, one.score);
  const outcome = one.outcome && t(`routing.outcome.${one.outcome}`);
  return [score, outcome].filter(Boolean).join(" · ");
}

function filterWords(code, decision) {
  if (code.startsWith("skill_")) return t("routing.filter.skill", { skill: decision.needs.find((need) => `skill_${need.skill_id}` === code)?.skill || "?" });
  return hasWords(`routing.filter.${code}`) ? t(`routing.filter.${code}`) : code;
}

function scoreWords(strategy, score) {
  if (["longest_idle", "ring_all"].includes(strategy)) return t("routing.score.idle", { span: formatSpan(score) });
  if (strategy === "least_loaded") return t("routing.score.load", { percent: formatNumber(score * 100) });
  return t(`routing.score.${strategy}`, { n: formatNumber(score) });
}
