/** A rule in words: "Tổng đã mua từ 50.000.000 ₫ trở lên". */
import { formatDate, formatMoney, formatNumber } from "../../lib/format.js";
import { hasWords, labelOf, t } from "../../lib/i18n.js";
import { me } from "../../store/session.js";
import { agents } from "../people.js";
import { choiceLabel, factLabel } from "./catalogue.js";
import { isFact, valueKind } from "./tree.js";

/** @param {any} leaf of the API or the builder @param {any} known the catalogue */
export const sentenceOf = (leaf, known) => (isFact(leaf) ? factSentence(leaf, known) : testSentence(leaf, known));

function testSentence({ field, op, value }, known) {
  const subject = known?.subjects.get(field);
  if (!subject) return `${field} ${op}`;
  const told = valueText(subject, op, value);
  return `${labelOf(subject)} ${opText(subject.type, op, told)}`;
}

/** The words of a comparison with its value inside; for a select, without. */
export function opText(type, op, value = "…") {
  const key = [`segments.ops.${type}_${op}`, `segments.ops.${op}`].find(hasWords);
  return key ? t(key, { value }).trim() : `${op} ${value}`;
}

/** The comparison alone, as a select shows it. */
export const opLabel = (type, op) => opText(type, op).replace(/\s*…$/, "");

export function valueText(subject, op, value) {
  if (value === undefined || value === null || value === "") return "…";
  const kind = valueKind(subject.type, op);
  if (kind.endsWith("_pair")) return value.map((one) => single(subject, kind.slice(0, -5), one)).join(" – ");
  if (Array.isArray(value)) return value.length ? value.map((one) => single(subject, kind, one)).join(", ") : "…";
  return single(subject, kind, value);
}

function single(subject, kind, value) {
  if (kind === "money") return formatMoney(value, subject.currency || "VND");
  if (kind === "date") return formatDate(`${value}T12:00:00Z`);
  if (kind === "months") return t("segments.month", { n: value });
  if (kind === "boolean") return t(value ? "segments.yes" : "segments.no");
  if (kind === "person") return personName(value);
  if (kind === "choice") return choiceLabel(subject.choices, value);
  return kind === "number" ? formatNumber(value, 4) : String(value);
}

export function personName(id) {
  if (id === "me") return t("segments.me");
  if (id === me.value?.id) return me.value.name;
  return agents.value.find((one) => one.id === id)?.name || t("pages.one_agent");
}

function factSentence({ fact: code, where = {}, count = ">= 1", within_days: days }, known) {
  const fact = known?.facts.get(code);
  const name = fact ? factLabel(fact) : code;
  const [op, n] = readComparison(count);
  const parts = [t(`segments.counts.${COUNT_WORDS[op]}`, { name, n: formatNumber(Number(n)), count: Number(n) })];
  if (days) parts.push(t("segments.within", { n: days, count: days }));
  const narrowed = Object.entries(where).map(([key, value]) => narrowing(fact?.dimensions.find((one) => one.code === key), key, value));
  return [parts.join(" "), ...narrowed].join(", ");
}

/** One way in which a fact is narrowed: "điểm ≤ 3". */
export function narrowing(dimension, key, value) {
  const name = dimension ? labelOf(dimension).toLowerCase() : key;
  if (dimension?.type === "number" || dimension?.type === "money") {
    const [op, n] = readComparison(value);
    return `${name} ${SIGNS[op]} ${dimension.type === "money" ? formatMoney(Number(n)) : formatNumber(Number(n), 2)}`;
  }
  const shown = [value].flat().map((one) => (dimension?.type === "person" ? personName(one) : choiceLabel(dimension?.choices, one)));
  return `${name} ${shown.join(", ")}`;
}

export const COUNT_WORDS = { ">=": "gte", "<=": "lte", "=": "eq", ">": "gt", "<": "lt" };
export const SIGNS = { ">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<" };

/** ">= 2" → [">=", "2"] */
export function readComparison(written) {
  const found = /^(>=|<=|=|<|>)\s*([\d.]+)$/.exec(String(written ?? "").trim());
  return found ? [found[1], found[2]] : [">=", "1"];
}
