/** A flow being drawn: kept on the server a moment after each change, with what is wrong; undo and redo. */
import { get, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";

const KEEP_MS = 600;
const MOST_STEPS_BACK = 50;

export function useDraft(id) {
  const [state, setState] = useState({ flow: null, document: null, problems: [], error: null, isSaving: false, isFailed: false });
  const memory = useRef({ past: [], future: [], timer: 0, version: 0, saving: null, wanted: null });
  const shown = useRef(null);

  const take = (flow, keepDocument) => {
    memory.current.version = flow.version;
    setState((old) => ({ ...old, flow, problems: flow.problems, error: null, isSaving: false, isFailed: false, document: keepDocument ? old.document : flow.document }));
    if (!keepDocument) shown.current = flow.document;
  };
  const load = async () => {
    try {
      take(await get(`/flows/${id}`), false);
    } catch (error) {
      setState((old) => ({ ...old, error }));
    }
  };
  useEffect(() => { load(); return () => { flush(); }; }, [id]);

  /** Save what is wanted, one request at a time. @returns {Promise<boolean>} whether all is kept */
  const flush = async () => {
    const held = memory.current;
    clearTimeout(held.timer);
    if (held.saving) await held.saving;
    if (!held.wanted) return true;
    const document = held.wanted;
    held.wanted = null;
    held.saving = save(document);
    const isKept = await held.saving;
    held.saving = null;
    return isKept && (held.wanted ? flush() : true);
  };
  const save = async (document) => {
    try {
      take(await put(`/flows/${id}/draft`, { document }, { ifMatch: memory.current.version }), true);
      return true;
    } catch (error) {
      setState((old) => ({ ...old, isSaving: false, isFailed: true }));
      if (error.status === 412) {
        toast(t("front_door.changed_meanwhile"), { kind: "late" });
        await load();
      } else toast(errorText(error), { kind: "late" });
      return false;
    }
  };
  const show = (document) => {
    const held = memory.current;
    shown.current = document;
    held.wanted = document;
    clearTimeout(held.timer);
    held.timer = setTimeout(flush, KEEP_MS);
    setState((old) => ({ ...old, document, isSaving: true }));
  };
  const change = (next) => {
    const held = memory.current;
    held.past = [...held.past.slice(-MOST_STEPS_BACK), shown.current];
    held.future = [];
    show(next);
  };
  const step = (from, to) => {
    const held = memory.current;
    if (!held[from].length) return;
    held[to] = [...held[to], shown.current];
    show(held[from].pop());
  };
  return {
    ...state, change, load, flush, taken: (flow) => { memory.current.past = []; memory.current.future = []; take(flow, false); },
    undo: () => step("past", "future"), redo: () => step("future", "past"),
    canUndo: memory.current.past.length > 0, canRedo: memory.current.future.length > 0,
  };
}
