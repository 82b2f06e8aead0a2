/** What each variant changes, in words. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { formatNumber } from "../../lib/format.js";
import { timeOf } from "./model.js";

export const Changes = ({ variants }) => html`<section class="panel" aria-labelledby="changes-title"><h2 id="changes-title">${t("trials.variants")}</h2>
  <dl class="trial__changes">${variants.map((one) => html`<div key=${one.name}><dt>${one.name}</dt><dd>${sentences(one).join(" · ")}</dd></div>`)}</dl></section>`;

function sentences(variant) {
  const rules = Object.entries(variant.rules).map(([name, value]) => ruleWords(name, value, variant.rules)).filter(Boolean);
  const atOnce = Object.entries(variant.capacity).map(([name, value]) => `${t(`trials.at_once.${name}`)}: ${formatNumber(value)}`);
  const extra = variant.extra.map((one) => t("trials.more_text", { count: Number(one.count), n: formatNumber(one.count), from: timeOf(one.starts_minute), to: timeOf(one.ends_minute) }));
  const hours = variant.hours.length ? [t("trials.hours_text", { count: variant.hours.length })] : [];
  const gone = variant.without.length ? [t("trials.without_text", { count: variant.without.length })] : [];
  return [...rules, ...atOnce, ...extra, ...hours, ...gone];
}

function ruleWords(name, value, rules) {
  if (name === "strategy") return t(`routing.strategy.${value}`);
  if (name === "wrap_up_mode") return `${t("routing.wrap_up_mode")}: ${t(`routing.wrap_up.${value}`)}`;
  if (name === "required_skills") return t("trials.skills_text", { skills: formatNumber(value.length), steps: formatNumber(rules.relaxation?.length || 0) });
  if (name === "relaxation") return "";
  return `${t(`routing.${name}`)}: ${formatNumber(value)}`;
}
