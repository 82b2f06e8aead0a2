/** What an editable field needs to know while it is edited: is it open, is it saving, did somebody else save first. */
import { errorText } from "../../lib/errors.js";
import { useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { saveField } from "./saveField.js";

const QUIET = { isBusy: false, error: null };

export function useFieldSaver(field, customer, onChange) {
  const [isEditing, setEditing] = useState(false);
  const [conflict, setConflict] = useState(null);
  const [problem, setProblem] = useState(QUIET);
  const base = useRef(customer);
  const save = async (mine, onto = base.current) => {
    setProblem({ isBusy: true, error: null });
    try {
      const saved = await saveField(onto, field.name, mine);
      onChange(saved.customer);
      setConflict(saved.conflict ? { ...saved.conflict, mine } : null);
      setEditing(false);
      setProblem(QUIET);
      if (saved.wasMerged) toast(t("customer.merged"), { kind: "info" });
    } catch (error) {
      setProblem({ isBusy: false, error: sentenceFor(error, field) });
    }
  };
  return {
    isEditing, conflict, problem,
    edit: () => { base.current = customer; setProblem(QUIET); setEditing(true); },
    cancel: () => setEditing(false),
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
