/** Rules to read: each a sentence, groups by what joins them. With `holds` (of "why") each says whether it is so. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { useCatalogue } from "./catalogue.js";
import { sentenceOf } from "./sentence.js";

export function RuleTree({ rules }) {
  const known = useCatalogue();
  if (!rules || (rules.all && !rules.all.length)) return html`<p class="muted">${t("segments.everybody")}</p>`;
  if (!known) return html`<${Skeleton} lines=${2} />`;
  return html`<ul class="rule-tree"><${Node} rule=${rules} known=${known} /></ul>`;
}

function Node({ rule, known }) {
  const { word, parts } = partsOf(rule);
  if (!parts) return html`<li class="rule-tree__leaf"><${Mark} holds=${rule.holds} /><span>${sentenceOf(rule, known)}</span></li>`;
  return html`<li class="rule-tree__group"><span class="rule-tree__word"><${Mark} holds=${rule.holds} />${t(`segments.modes_read.${word}`)}</span>
    <ul class="rule-tree__parts">${parts.map((part, index) => html`<${Node} key=${index} rule=${part} known=${known} />`)}</ul></li>`;
}

function partsOf(rule) {
  if (rule.all) return { word: "all", parts: rule.all };
  if (rule.any) return { word: "any", parts: rule.any };
  if (rule.not?.any) return { word: "none", parts: rule.not.any };
  if (rule.not?.all) return { word: "not_all", parts: rule.not.all };
  return rule.not ? { word: "none", parts: [rule.not] } : {};
}

function Mark({ holds }) {
  if (holds === undefined) return null;
  if (holds === null) return html`<${Icon} name="lock" size=${14} label=${t("segments.not_told")} class="dim" />`;
  return html`<${Icon} name=${holds ? "check" : "x"} size=${14} label=${t(holds ? "segments.holds" : "segments.holds_not")} class=${holds ? "state-done" : "dim"} />`;
}
