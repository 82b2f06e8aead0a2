// @ts-check
/**
 * A segment's rules as the builder edits them, and as the API has them.
 *
 * The builder knows groups with a mode (all, any, none, not_all) and leaves, each with an `id` that stays while it is
 * edited. The API knows all, any and not: `none` is not + any, `not_all` is not + all.
 *
 * @typedef {{ id: number, field: string, op: string, value?: any }} TestLeaf
 * @typedef {{ id: number, fact: string, where: Record<string, any>, count: string, within_days: number|null }} FactLeaf
 * @typedef {{ id: number, mode: "all"|"any"|"none"|"not_all", parts: UiNode[] }} UiGroup
 * @typedef {TestLeaf|FactLeaf|UiGroup} UiNode
 */

export const MODES = /** @type {const} */ (["all", "any", "none", "not_all"]);
export const MAX_DEPTH = 5;
export const MAX_LEAVES = 50;

let nextId = 1;

/** @param {any} node @returns {node is UiGroup} */
export const isGroup = (node) => Array.isArray(node.parts);
/** @param {any} node @returns {node is FactLeaf} */
export const isFact = (node) => node.fact !== undefined;

/** @param {UiGroup["mode"]} mode @param {UiNode[]} parts @returns {UiGroup} */
export const makeGroup = (mode, parts = []) => ({ id: nextId++, mode, parts });

/** The whole tree: its root is always a group. @param {any} rules of the API, or null @returns {UiGroup} */
export function readRules(rules) {
  const node = rules ? readNode(rules) : makeGroup("all");
  return isGroup(node) ? node : makeGroup("all", [node]);
}

/** @param {any} rules @returns {UiNode} */
function readNode(rules) {
  if (rules.all) return makeGroup("all", rules.all.map(readNode));
  if (rules.any) return makeGroup("any", rules.any.map(readNode));
  if (rules.not?.any) return makeGroup("none", rules.not.any.map(readNode));
  if (rules.not?.all) return makeGroup("not_all", rules.not.all.map(readNode));
  if (rules.not) return makeGroup("none", [readNode(rules.not)]);
  if (rules.fact) return { id: nextId++, fact: rules.fact, where: rules.where || {}, count: rules.count || ">= 1", within_days: rules.within_days ?? null };
  return { id: nextId++, field: rules.field, op: rules.op, value: rules.value };
}

/**
 * The rules for the API, and where each part of them stands: an error's place ("rules.all[0].value") leads back to it.
 * @param {UiGroup} root @returns {{ rules: any, places: Map<string, number> }}
 */
export function writeRules(root) {
  const places = new Map();
  return { rules: writeNode(root, "rules", places), places };
}

/** @param {UiNode} node @param {string} path @param {Map<string, number>} places @returns {any} */
function writeNode(node, path, places) {
  places.set(path, node.id);
  if (!isGroup(node)) return isFact(node) ? writeFact(node) : writeTest(node);
  const isNegative = node.mode === "none" || node.mode === "not_all";
  const word = node.mode === "any" || node.mode === "none" ? "any" : "all";
  const inside = isNegative ? `${path}.not` : path;
  const parts = { [word]: node.parts.map((part, i) => writeNode(part, `${inside}.${word}[${i}]`, places)) };
  return isNegative ? { not: parts } : parts;
}

/** @param {TestLeaf} leaf */
const writeTest = ({ field, op, value }) => (value === undefined || value === null ? { field, op } : { field, op, value });

/** @param {FactLeaf} leaf */
function writeFact({ fact, where, count, within_days: days }) {
  const narrowed = Object.fromEntries(Object.entries(where).filter(([, value]) => isFilled(value)));
  return { fact, count, ...(Object.keys(narrowed).length ? { where: narrowed } : {}), ...(days ? { within_days: days } : {}) };
}

/** The node whose place an error names, or null. @param {Map<string, number>} places @param {string} place */
export function nodeAt(places, place) {
  for (let path = place; path; path = path.slice(0, Math.max(path.lastIndexOf("."), path.lastIndexOf("[")))) {
    const found = places.get(path);
    if (found !== undefined) return found;
    if (!/[.[]/.test(path)) break;
  }
  return null;
}

/** @param {UiNode} node @param {number} id @param {(node: any) => UiNode|null} change null takes it out @returns {any} */
export function changeNode(node, id, change) {
  if (node.id === id) return change(node);
  if (!isGroup(node)) return node;
  const parts = node.parts.map((part) => changeNode(part, id, change)).filter(Boolean);
  return parts.every((part, i) => part === node.parts[i]) && parts.length === node.parts.length ? node : { ...node, parts };
}

/** Groups that hold nothing are no rule: they are left out, except the root. @param {UiGroup} root @returns {UiGroup} */
export function withoutEmptyGroups(root) {
  const parts = root.parts.map((part) => (isGroup(part) ? withoutEmptyGroups(part) : part)).filter((part) => !isGroup(part) || part.parts.length);
  return { ...root, parts };
}

/** @param {UiNode} node @returns {(TestLeaf|FactLeaf)[]} */
export const leavesOf = (node) => (isGroup(node) ? node.parts.flatMap(leavesOf) : [node]);

/** How deep a tree goes in the API's counting. @param {UiNode} node @returns {number} */
export function depthOf(node) {
  if (!isGroup(node)) return 1;
  const own = node.mode === "none" || node.mode === "not_all" ? 2 : 1;
  return own + Math.max(0, ...node.parts.map(depthOf));
}

/** @param {any} value */
export const isFilled = (value) => (Array.isArray(value) ? value.length > 0 && value.every((one) => one !== null && one !== "") : value !== undefined && value !== null && value !== "");

const WITHOUT_VALUE = new Set(["empty", "not_empty"]);

/** Whether a leaf says all that it must. @param {TestLeaf|FactLeaf} leaf */
export const isComplete = (leaf) => (isFact(leaf) ? isFilled(leaf.count) : WITHOUT_VALUE.has(leaf.op) || isFilled(leaf.value));

/** What kind of value a comparison takes. @param {string} type @param {string} op */
export function valueKind(type, op) {
  if (WITHOUT_VALUE.has(op)) return "none";
  if (["last_days", "older_days", "next_days", "anniversary_days"].includes(op)) return "days";
  if (op === "anniversary_month") return "months";
  if (op === "between") return `${type === "moment" ? "date" : type}_pair`;
  if (type === "moment") return "date";
  return type === "multi_choice" ? "choice" : type;
}

const FIRST_VALUES = { days: 30, boolean: true };

/** A fresh leaf about a subject of the catalogue. @param {{ name: string, type: string }} subject @param {string[]} ops @returns {TestLeaf} */
export function makeTest(subject, ops) {
  const op = { text: "contains", number: "gte", money: "gte", date: "last_days", moment: "last_days" }[subject.type] || ops[0];
  return { id: nextId++, field: subject.name, op, value: FIRST_VALUES[valueKind(subject.type, op)] };
}

/** @param {string} code @returns {FactLeaf} */
export const makeFact = (code) => ({ id: nextId++, fact: code, where: {}, count: ">= 1", within_days: 30 });

/** Another comparison keeps the value where it still can mean the same. @param {TestLeaf} leaf @param {string} type @param {string} op */
export function withOp(leaf, type, op) {
  const isSame = valueKind(type, leaf.op) === valueKind(type, op);
  return { ...leaf, op, value: isSame ? leaf.value : FIRST_VALUES[valueKind(type, op)] };
}
