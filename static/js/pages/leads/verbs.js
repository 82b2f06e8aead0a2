/** What can be done about a lead. Each answers with the lead as it is then; a toast offers the way back. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { labelOf, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { nameOf } from "./model.js";

export const saveLead = (lead, changes) => patch(`/leads/${lead.id}`, changes, { ifMatch: lead.version });
export const acknowledge = (lead) => post(`/leads/${lead.id}/acknowledgement`);
export const take = (lead) => post(`/leads/${lead.id}/taking`);
export const decline = (lead, reason) => post(`/leads/${lead.id}/decline`, { reason });
export const convert = (lead, order) => post(`/leads/${lead.id}/conversion`, { order }, { ifMatch: lead.version });

/** By lead: the last move that was asked for. Another waits for it, and goes on from the version that it made. */
const moving = new Map();

function inTurn(lead, changes) {
  const before = moving.get(lead.id) || Promise.resolve(null);
  const turn = before.catch(() => null).then((saved) => saveLead({ ...lead, version: Math.max(lead.version, saved?.version || 0) }, changes));
  moving.set(lead.id, turn);
  return turn;
}

/** Move to a stage: shown at once by `show`, put back when refused, undone from the toast. */
export async function move(lead, stage, show, extra = {}) {
  show({ ...lead, stage: stage.id, stage_label_vi: stage.label_vi, stage_label_en: stage.label_en });
  const turn = inTurn(lead, { stage: stage.id, ...extra });
  const isLast = () => moving.get(lead.id) === turn;
  try {
    const moved = await turn;
    if (isLast()) show(moved);
    const back = { id: lead.stage, label_vi: lead.stage_label_vi, label_en: lead.stage_label_en };
    const reason = lead.lost_reason_id ? { lost_reason_id: lead.lost_reason_id, lost_note: lead.lost_note } : {};
    toast(t("leads.moved", { name: nameOf(lead), stage: labelOf(stage) }), { kind: "done", undo: () => undo(moved, back, show, reason) });
    return moved;
  } catch (error) {
    if (isLast()) show(lead);
    toast(errorText(error), { kind: "late" });
    return null;
  } finally {
    if (isLast()) moving.delete(lead.id);
  }
}

async function undo(moved, stage, show, reason) {
  try {
    show(await saveLead(moved, { stage: stage.id, ...reason }));
  } catch (error) {
    toast(errorText(error), { kind: "late" });
  }
}
