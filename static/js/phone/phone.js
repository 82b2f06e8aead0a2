// @ts-check
/**
 * The softphone in use, by the snapshot's mode. One tab holds the line; the others show the same state and send their
 * wishes to it over a BroadcastChannel.
 */
import { effect, untracked } from "@preact/signals";
import { liveCall } from "../store/calls.js";
import { softphoneMode } from "../store/session.js";
import { startSimulatedAudio } from "./simulated.js";
import { isMuted, phoneState } from "./state.js";

export { isMuted, phoneState } from "./state.js";

/**
 * @typedef {{ setMuted: (muted: boolean) => void, resume?: () => void, askForMicrophone?: () => Promise<void>, hangUp?: () => void,
 *   stop: () => void }} Softphone
 */

/** @type {Softphone|null} */
let softphone = null;
/** @type {BroadcastChannel|null} */
let channel = null;

/** Follow the mode for as long as the page lives. */
export function startPhone() {
  channel = new BroadcastChannel("cc-phone");
  channel.onmessage = ({ data }) => {
    if (data.muted !== undefined) isMuted.value = data.muted;
    if (data.setMuted !== undefined) softphone?.setMuted(data.setMuted);
  };
  effect(() => {
    const mode = softphoneMode.value;
    untracked(() => switchTo(mode));
  });
  effect(() => { if (!liveCall.value) isMuted.value = false; });
  effect(() => {
    const muted = isMuted.value; // read first: an effect follows only what it read
    softphone?.setMuted(muted);
  });
}

/** @param {string} mode */
async function switchTo(mode) {
  softphone?.stop();
  softphone = null;
  phoneState.value = mode === "phone" ? "phone" : "none";
  if (mode === "simulated") softphone = startSimulatedAudio();
  if (mode === "twilio") {
    phoneState.value = "connecting";
    const { startTwilio } = await import("./twilio.js");
    softphone = startTwilio();
  }
}

/** Mute or unmute me, whichever tab holds the line. @param {boolean} muted */
export function setMuted(muted) {
  isMuted.value = muted;
  channel?.postMessage({ muted, setMuted: muted });
}

/** Allow sound after a click. */
export const resumeAudio = () => softphone?.resume?.();
/** Ask for the microphone, because somebody pressed the button that says so. */
export const askForMicrophone = () => softphone?.askForMicrophone?.();
/** Cut the line here, for when the server cannot be asked. */
export const cutLine = () => softphone?.hangUp?.();
