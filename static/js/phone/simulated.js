// @ts-check
/**
 * The sound of a simulated call: the server's two-channel file (agent left, customer right), played from where the conversation
 * is by the server's clock. Muting turns the agent's channel down, holding both. One tab plays: the holder of a Web Lock.
 */
import { effect } from "@preact/signals";
import { getFile } from "../lib/api.js";
import { serverNow } from "../lib/clock.js";
import { liveCall } from "../store/calls.js";
import { isMuted, phoneState } from "./state.js";

const ATTEMPTS = 10;

/** @returns {import("./phone.js").Softphone} */
export function startSimulatedAudio() {
  phoneState.value = "simulated";
  /** @type {{ callId: string, stop: AbortController }|null} */
  let playing = null;
  const stopEffect = effect(() => {
    const call = liveCall.value;
    const callId = call?.answered_at && !call.ended_at ? call.id : null;
    if (playing?.callId === callId) return;
    playing?.stop.abort();
    playing = callId && call ? { callId, stop: holdLine(callId, call.answered_at) } : null;
  });
  return {
    setMuted: () => {}, // the mixer follows the signals itself
    resume: () => document.dispatchEvent(new Event("cc-resume")),
    stop: () => { stopEffect(); playing?.stop.abort(); },
  };
}

/** Queue for the line of a call and play until aborted. @param {string} callId @param {string} answeredAt @returns {AbortController} */
function holdLine(callId, answeredAt) {
  const stop = new AbortController();
  const play = () => playUntil(stop.signal, callId, answeredAt);
  if (navigator.locks) navigator.locks.request("cc-voice", { signal: stop.signal }, play).catch(() => {});
  else play();
  return stop;
}

/** @param {AbortSignal} signal @param {string} callId @param {string} answeredAt */
async function playUntil(signal, callId, answeredAt) {
  await allowedToPlay(signal);
  if (signal.aborted) return;
  phoneState.value = "simulated";
  const context = new AudioContext();
  try {
    const { bytes, headers } = await fetchSound(callId, signal);
    const elapsed = Number(headers.get("X-Elapsed-Seconds")); // since the two were joined, as of the answer
    const startedMs = elapsed ? Date.now() - elapsed * 1000 : Date.parse(answeredAt) - serverNow() + Date.now();
    const stopMixing = play(context, await context.decodeAudioData(bytes), startedMs);
    await aborted(signal);
    stopMixing();
  } catch { /* the call may be over before its sound came */ }
  await context.close();
}

/** The two parties are joined a moment after the answer: until then there is nothing to hear. @param {string} callId @param {AbortSignal} signal */
async function fetchSound(callId, signal) {
  for (let attempt = 1; ; attempt += liveCall.value?.held_at ? 0 : 1) { // on hold there is nothing to hear, for as long as it lasts
    const sound = await getFile(`/calls/${callId}/live-audio`, { signal }).catch((error) => {
      if (signal.aborted || attempt === ATTEMPTS) throw error;
      return null;
    });
    if (sound?.bytes.byteLength) return sound;
    if (attempt === ATTEMPTS) throw new Error("nothing to hear");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/**
 * Start where the conversation is by now.
 * @param {AudioContext} context @param {AudioBuffer} sound @param {number} startedMs by this computer's clock @returns {() => void}
 */
function play(context, sound, startedMs) {
  const source = new AudioBufferSourceNode(context, { buffer: sound });
  const stopMixing = mix(context, source);
  const offset = Math.max(0, (Date.now() - startedMs) / 1000);
  if (offset < sound.duration) source.start(0, offset);
  return stopMixing;
}

/** Two channels with a tap each. @param {AudioContext} context @param {AudioNode} source @returns {() => void} */
function mix(context, source) {
  const splitter = context.createChannelSplitter(2);
  const [agent, customer] = [context.createGain(), context.createGain()];
  source.connect(splitter);
  splitter.connect(agent, 0).connect(context.destination);
  splitter.connect(customer, 1).connect(context.destination);
  return effect(() => {
    const isHeld = !!liveCall.value?.held_at;
    agent.gain.value = isMuted.value ? 0 : 0.8;
    if (isHeld === (context.state === "suspended")) return;
    if (isHeld) context.suspend(); // the conversation waits too, and goes on from here
    else context.resume();
  });
}

/**
 * Browsers play only after somebody touched the page: after a reload we say so and wait. For the whole click: what moves
 * up when the notice goes must not slip away from under the pointer.
 * @param {AbortSignal} signal
 */
async function allowedToPlay(signal) {
  if (!navigator.userActivation || navigator.userActivation.hasBeenActive) return;
  phoneState.value = "blocked";
  await Promise.race([aborted(signal), ...["click", "keydown", "cc-resume"].map((type) => happened(type, signal))]);
}

/** @param {string} type @param {AbortSignal} signal */
const happened = (type, signal) => new Promise((resolve) => document.addEventListener(type, resolve, { once: true, capture: true, signal }));

/** @param {AbortSignal} signal */
const aborted = (signal) => new Promise((resolve) => (signal.aborted ? resolve(null) : signal.addEventListener("abort", resolve, { once: true })));
