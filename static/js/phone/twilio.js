// @ts-check
/**
 * Twilio Voice in the browser. The SDK (a classic script, large) is loaded only in this mode. One tab holds the Device: a
 * second one registered under the same identity would ring twice. A leg is answered only when it carries the offer that
 * this agent accepted on the server; anything else rings unanswered into the carrier's own time-out.
 */
import { effect } from "@preact/signals";
import { post } from "../lib/api.js";
import { boot } from "../lib/boot.js";
import { calls, isLive } from "../store/calls.js";
import { acceptedOfferIds } from "../store/offers.js";
import { isMuted, phoneState } from "./state.js";

/** @returns {import("./phone.js").Softphone} */
export function startTwilio() {
  const stop = new AbortController();
  /** @type {{ device: any, line: any }} */
  const phone = { device: null, line: null };
  phoneState.value = "other_tab";
  const lead = () => leadUntil(stop.signal, phone);
  if (navigator.locks) navigator.locks.request("cc-softphone", { signal: stop.signal }, lead).catch(() => {});
  else lead();
  return {
    setMuted: (muted) => phone.line?.mute(muted),
    hangUp: () => phone.line?.disconnect(),
    askForMicrophone: async () => { if (await openMicrophone()) await register(phone.device); },
    stop: () => stop.abort(),
  };
}

/** @param {AbortSignal} signal @param {{ device: any, line: any }} phone */
async function leadUntil(signal, phone) {
  phoneState.value = "connecting";
  try {
    await loadSdk();
    phone.device = await createDevice(phone);
    const permission = await microphonePermission();
    if (permission === "granted") await register(phone.device);
    else phoneState.value = permission === "denied" ? "denied" : "ask";
  } catch (error) {
    console.error(error);
    phoneState.value = "failed";
  }
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  phone.device?.destroy();
}

const fetchToken = async () => (await post("/softphone-token")).token;

/** @param {{ device: any, line: any }} phone */
async function createDevice(phone) {
  const { Device } = /** @type {any} */ (globalThis).Twilio;
  const options = { codecPreferences: ["opus", "pcmu"], closeProtection: true, logLevel: "error", tokenRefreshMs: 60_000 };
  const device = new Device(await fetchToken(), options);
  device.audio?.incoming(false); // our own ring, on the offer, is earlier and stops with it
  device.on("registered", () => { phoneState.value = "ready"; });
  device.on("unregistered", () => { phoneState.value = "connecting"; });
  device.on("error", (/** @type {any} */ error) => { console.error(error); phoneState.value = deviceStateAfter(error); });
  device.on("tokenWillExpire", async () => device.updateToken(await fetchToken()));
  device.on("incoming", (/** @type {any} */ line) => answerWhenAccepted(line, phone));
  return device;
}

/** 31401, 31402: the microphone was refused or is missing. @param {any} error */
const deviceStateAfter = (error) => ([31401, 31402].includes(error?.code) ? "denied" : "failed");

/** @param {any} device */
async function register(device) {
  if (!device || device.state === "registered") return;
  phoneState.value = "connecting";
  await device.register().catch(() => { phoneState.value = "failed"; });
}

/** @param {any} line an incoming Twilio call @param {{ line: any }} phone */
function answerWhenAccepted(line, phone) {
  const offerId = line.customParameters?.get("offer_id");
  const isOurs = () => (offerId ? acceptedOfferIds.value.has(offerId) : calls.value.some((call) => isLive(call) && !call.answered_at));
  const stopWaiting = effect(() => {
    if (!isOurs() || line.status() !== "pending") return;
    line.accept();
    phone.line = line;
  });
  const over = () => {
    stopWaiting();
    if (phone.line !== line) return;
    phone.line = null;
    isMuted.value = false;
  };
  ["disconnect", "cancel", "reject", "error"].forEach((name) => line.on(name, over));
  line.on("mute", (/** @type {boolean} */ muted) => { isMuted.value = muted; });
}

/** @returns {Promise<"granted"|"denied"|"prompt">} */
async function microphonePermission() {
  try {
    return (await navigator.permissions.query(/** @type {any} */ ({ name: "microphone" }))).state;
  } catch {
    return "prompt";
  }
}

async function openMicrophone() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    stream.getTracks().forEach((track) => track.stop());
    return true;
  } catch {
    phoneState.value = "denied";
    return false;
  }
}

/** @type {Promise<void>|null} */
let sdk = null;

function loadSdk() {
  sdk ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: boot.voice_sdk_url, onload: () => resolve(), onerror: () => reject(new Error("voice sdk")) });
    document.head.append(script);
  });
  return sdk;
}
