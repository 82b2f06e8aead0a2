/** What a supervisor does from the wallboard: each says what it did, and takes it back where that makes sense. */
import { del, patch, post, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatPhone } from "../../lib/format.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { listen } from "./monitor.js";

export const nameOf = (item) => (item.is_outside ? t("supervisor.outside") : item.customer_name || formatPhone(item.number) || t("calls.anonymous"));

const AGAIN_AFTER_MS = 800;
/** What was just asked for: the second half of a double click asks for nothing new. */
const underWay = new Set();

/** Do it, say so, offer the way back; a refusal is said too. @returns whether it was done */
async function doing(action, said, undo) {
  if (underWay.has(said)) return false;
  underWay.add(said);
  setTimeout(() => underWay.delete(said), AGAIN_AFTER_MS);
  try {
    await action();
    toast(said, { kind: "done", undo: undo && (() => doing(undo, t("wall.undone"))) });
    return true;
  } catch (error) {
    toast(errorText(error), { kind: "late" });
    return false;
  }
}

const pathOf = (item) => `/work-items/${item.work_item_id}`;

export const give = (item, agent) => doing(() => post(`${pathOf(item)}/offers`, { agent_id: agent.id }), t("wall.given", { who: nameOf(item), name: agent.name }), () => del(`${pathOf(item)}/offers`));
export const stopRinging = (item) => doing(() => del(`${pathOf(item)}/offers`), t("wall.taken_back", { who: nameOf(item) }));
export const moveUp = (item) => doing(() => patch(pathOf(item), { is_first: true }), t("wall.moved_up", { who: nameOf(item) }), () => patch(pathOf(item), { priority: item.priority }));
export const moveTo = (item, queue) => doing(() => patch(pathOf(item), { queue_id: queue.id }), t("wall.moved", { who: nameOf(item), queue: queue.name }), () => patch(pathOf(item), { queue_id: item.queue_id }));
export const callOff = (item) => doing(() => del(`/queue-callbacks/${item.ref_id}`), t("wall.called_off", { who: nameOf(item) }), () => put(`/queue-callbacks/${item.ref_id}`));
export const endWrapUp = (agent) => doing(() => del(`/agents/${agent.id}/wrap-up`), t("wall.wrap_up_ended", { name: agent.name }));
export const openQueue = (queue) => doing(() => del(`/queues/${queue.id}/closure`), t("wall.opened", { queue: queue.name }), () => put(`/queues/${queue.id}/closure`, { message: queue.closure_message || "" }));

export async function closeQueue(queue, message, sendsOn) {
  await put(`/queues/${queue.id}/closure`, { message, sends_on: sendsOn });
  toast(t("wall.closed", { queue: queue.name }), { kind: "done", undo: () => doing(() => del(`/queues/${queue.id}/closure`), t("wall.opened", { queue: queue.name })) });
}

export async function sendNote(text, to) {
  const { id, readers } = await post("/floor-notes", { text, ...to });
  toast(t("wall.note_sent", { count: readers }), { kind: "done", undo: () => doing(() => del(`/floor-notes/${id}`), t("wall.note_back")) });
}

export const come = (hand) => doing(() => put(`/hands/${hand.id}/coming`), t("wall.coming_told", { name: hand.agent_name }), () => del(`/hands/${hand.id}/coming`));
export const listenTo = (hand, mode) => listen(hand.call_id, mode).catch((error) => toast(errorText(error), { kind: "late" }));
export const lowerHand = (hand) => doing(() => del(`/hands/${hand.id}`), t("wall.hand_lowered", { name: hand.agent_name }));
export const takeCall = (hand, myId) => doing(() => post(`/calls/${hand.call_id}/transfers`, { kind: "cold", to: { agent_id: myId }, note: t("wall.take_note", { name: hand.agent_name }) }), t("wall.taking", { name: hand.agent_name }));
