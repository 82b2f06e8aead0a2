/** What rules can be about, fetched once a page: `subjects` and `facts` by name, `ops` by type, and the picker's groups. */
import { get } from "../../lib/api.js";
import { signal, useEffect } from "../../lib/html.js";
import { hasWords, labelOf, t } from "../../lib/i18n.js";
import { onEvent } from "../../store/live.js";

/** {groups, subjects: Map, facts: Map, ops: Map}, or null until it is there. */
export const catalogue = signal(null);
let isAsked = false;

export function useCatalogue() {
  useEffect(() => { fetchCatalogue(); }, []);
  return catalogue.value;
}

async function fetchCatalogue() {
  if (isAsked) return;
  isAsked = true;
  try {
    const { groups, subjects, facts, operators } = await get("/segments/catalogue");
    catalogue.value = {
      groups,
      subjects: new Map(subjects.map((one) => [one.name, one])),
      facts: new Map(facts.map((one) => [one.code, one])),
      ops: new Map(operators.map((one) => [one.type, one.ops])),
    };
  } catch {
    isAsked = false; // the next page that needs it asks again; until then rules show their codes
  }
}

onEvent("resync", () => { isAsked = false; });

/** A fact's name: its own, or the timeline's for its kind. */
export function factLabel(fact) {
  if (fact.label_vi) return labelOf(fact);
  const key = `timeline.kinds.${fact.code}`;
  return hasWords(key) ? t(key) : fact.code;
}

/** A choice's name in a dimension or a subject. */
export function choiceLabel(choices, code) {
  const found = choices?.find((one) => one.code === code);
  if (found && found.label_vi !== code) return labelOf(found);
  const key = `channel.${code}`;
  return hasWords(key) ? t(key) : found ? labelOf(found) : code;
}
