// @ts-check
/** Which commands fit what was typed: without diacritics, words in any order, beginnings of words first. */

/** @param {string} text */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();

/**
 * @template {{label: string, keywords?: string}} Command
 * @param {Command[]} commands @param {string} typed
 * @returns {Command[]} the best first; all of them, in their order, when nothing is typed
 */
export function fitting(commands, typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return commands;
  return commands
    .map((command, order) => ({ command, order, score: scoreOf(command, words) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map((one) => one.command);
}

/** 0 when a word is nowhere; a word that begins one of the label's counts double. @param {{label: string, keywords?: string}} command @param {string[]} words */
function scoreOf(command, words) {
  const label = fold(command.label);
  const all = `${label} ${fold(command.keywords || "")}`;
  let score = 0;
  for (const word of words) {
    if (!all.includes(word)) return 0;
    score += label.split(/\s+/).some((part) => part.startsWith(word)) ? 2 : 1;
  }
  return score;
}
