/** What one does with a missed caller; each says what happened and can be taken back. */
import { get, patch } from "../../lib/api.js";
import { formatDateTime } from "../../lib/format.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { publish } from "../../store/events.js";
import { me, permissions } from "../../store/session.js";
import { nameOf } from "./model.js";

const show = (item) => { publish({ type: "missed.updated", data: { item } }); return item; };
const WORDS = { not_your_caller: "missed.not_yours", open_already: "missed.open_already", version_conflict: "missed.changed" };

export async function saveItem(item, changes) {
  try {
    return show(await patch(`/missed-callers/${item.id}`, changes, { ifMatch: item.version }));
  } catch (error) {
    if (error.status === 412) show(await get(`/missed-callers/${item.id}`));
    throw error;
  }
}

export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(WORDS[error.code] ? t(WORDS[error.code]) : errorText(error), { kind: "late" });
    return null;
  }
}

const saidWithUndo = (item, changes, back, words) => attempt(async () => {
  const saved = await saveItem(item, changes);
  toast(words, { kind: "done", undo: () => attempt(() => saveItem(saved, back)) });
});

export const handOver = (item, owner) => saidWithUndo(item, { owner_id: owner?.id ?? null }, { owner_id: item.owner_id },
  owner?.id === me.value?.id ? t("missed.taken", { name: nameOf(item) }) : t("missed.handed", { who: owner?.name || t("missed.to_nobody"), name: nameOf(item) }));

export const snooze = (item, at) => saidWithUndo(item, { snoozed_until: at }, { snoozed_until: item.snoozed_until },
  at ? t("missed.snoozed", { name: nameOf(item), when: formatDateTime(at) }) : t("missed.reopened", { name: nameOf(item) }));

export const reopen = (item) => attempt(async () => { await saveItem(item, { state: "open" }); toast(t("missed.reopened", { name: nameOf(item) }), { kind: "done" }); });

/** Throws: the dialog shows what is wrong. */
export async function close(item, reason, note) {
  const saved = await saveItem(item, { state: "closed", reason, note });
  toast(t("missed.closed", { name: nameOf(item) }), { kind: "done", undo: () => attempt(() => saveItem(saved, { state: "open" })) });
}

/** Whose it is, or anybody while it is nobody's; supervisors always: as the server decides. */
export const mayChange = (item) => !item.owner_id || item.owner_id === me.value?.id || permissions.value["calls.handle_all"] === true;

/** Whether one may call it from here: a number that is hidden, or a product that cannot dial out, is called by hand. */
export const isCallable = (number) => permissions.value["calls.place"] === true && !!number && !number.includes("•");

/** The call shows in the call bar, or why not; the item closes itself once they talk. */
export async function callBack(one) {
  const { placeCall } = await import("../../phone/placing.js");
  await placeCall({ to: one.number, customer_id: one.customer_id });
}
