// @ts-check
/** The sound of a simulated call for who listens in: from where the two are by now; silent while the customer is on hold. */
import { getFile } from "../../lib/api.js";

/** @param {string} callId @param {AbortSignal} signal @returns {Promise<AudioContext|null>} */
export async function hearCall(callId, signal) {
  try {
    const { bytes, headers } = await getFile(`/calls/${callId}/live-audio`, { signal });
    const context = new AudioContext();
    const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(bytes) });
    source.connect(context.destination);
    source.start(0, Math.max(0, Number(headers.get("X-Elapsed-Seconds")) || 0));
    signal.addEventListener("abort", () => context.close(), { once: true });
    return context;
  } catch {
    return null; // a real call is heard on the softphone; a simulated one may be on hold
  }
}
