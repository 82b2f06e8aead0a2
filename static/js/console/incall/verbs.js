/** What can be asked of a call besides hold: pass it on, speak with who was asked, mute or take out somebody. */
import { del, get, patch, post } from "../../lib/api.js";
import { applyCall } from "../../store/calls.js";

export const listTargets = (callId) => get(`/calls/${callId}/transfer-targets`);
export const passOn = (callId, kind, to, note) => post(`/calls/${callId}/transfers`, { kind, to, note });
export const changeTransfer = (callId, transferId, change) => patch(`/calls/${callId}/transfers/${transferId}`, change);
export const changeParticipant = async (callId, participantId, change) => applyCall(await patch(`/calls/${callId}/participants/${participantId}`, change));
export const removeParticipant = async (callId, participantId) => applyCall(await del(`/calls/${callId}/participants/${participantId}`));
export const leaveConsultation = (callId) => del(`/calls/${callId}/consultation`);
