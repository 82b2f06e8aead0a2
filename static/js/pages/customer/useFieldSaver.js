/**
 * What an editable field needs to know while it is edited: is it open, is it saving, did somebody else save first.
 * Whoever leaves the page by a link while typing finds the editor as it was when they come back.
 */
import { errorText } from "../../lib/errors.js";
import { useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { saveField } from "./saveField.js";

const QUIET = { isBusy: false, error: null };

/** Customer and field → what was typed on which customer as shown, in this tab. @type {Map<string, { base: any, typed: any }>} */
const unsaved = new Map();
const keyOf = (field, customer) => `${customer.id} ${field.name}`;

/** Whether something was typed into a field and not saved. */
export const isUnsaved = (field, customer) => unsaved.has(keyOf(field, customer));

export function useFieldSaver(field, customer, onChange) {
  const key = keyOf(field, customer);
  const [isEditing, setEditing] = useState(unsaved.has(key));
  const [conflict, setConflict] = useState(null);
  const [problem, setProblem] = useState(QUIET);
  const base = useRef(unsaved.get(key)?.base || customer);
  const close = () => { unsaved.delete(key); setEditing(false); };
  const save = async (mine, onto = base.current) => {
    setProblem({ isBusy: true, error: null });
    try {
      const saved = await saveField(onto, field.name, mine);
      onChange(saved.customer);
      setConflict(saved.conflict ? { ...saved.conflict, mine } : null);
      close();
      setProblem(QUIET);
      if (saved.wasMerged) toast(t("customer.merged"), { kind: "info" });
    } catch (error) {
      setProblem({ isBusy: false, error: sentenceFor(error, field) });
    }
  };
  return {
    isEditing, conflict, problem,
    edit: () => { base.current = customer; setProblem(QUIET); setEditing(true); },
    cancel: close,
    typed: unsaved.get(key)?.typed,
    keepTyped: (typed) => unsaved.set(key, { base: base.current, typed }),
    save,
    keepTheirs: () => setConflict(null),
    useMine: () => save(conflict.mine, customer),
  };
}

/** The server's own words about this field, where it has some. */
function sentenceFor(error, field) {
  const why = error.details?.[field.name]?.[0];
  return error.code === "invalid_fields" && why ? t("profile.refused") : errorText(error);
}
