// @ts-check
/**
 * One recording's playback: an <audio> element, and a small WebAudio graph that gives each
 * channel its own volume. The browser fetches ranges as it needs them; nothing is decoded whole.
 *
 * Both channels go to both ears, slightly apart: many agents wear a one-ear headset, which
 * would otherwise hear only one side of the conversation.
 */
import { signal } from "@preact/signals";
import { afterSilence } from "./silence.js";

/** @typedef {import("./silence.js").Range} Range */
/**
 * @typedef {object} Engine
 * @property {import("@preact/signals").Signal<number>} seconds
 * @property {import("@preact/signals").Signal<number>} duration
 * @property {import("@preact/signals").Signal<boolean>} isPlaying
 * @property {import("@preact/signals").Signal<boolean>} isBuffering
 * @property {import("@preact/signals").Signal<number>} speed
 * @property {import("@preact/signals").Signal<boolean>} skipsSilence
 * @property {import("@preact/signals").Signal<number[]>} volumes per channel, 0–1
 * @property {import("@preact/signals").Signal<boolean>} hasFailed
 * @property {() => void} toggle
 * @property {() => void} play
 * @property {() => void} pause
 * @property {(seconds: number) => void} seek
 * @property {(seconds: number) => void} skip
 * @property {(speed: number) => void} setSpeed
 * @property {(channel: number, volume: number) => void} setVolume
 * @property {(ranges: Range[]) => void} setSilence
 * @property {(seconds: number) => void} setDuration
 * @property {() => void} retry
 * @property {() => void} close
 */

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const PAN = 0.35;

/** The one that is heard: starting another pauses it. @type {Engine|null} */
let playing = null;
/** Browsers allow few contexts per page: one serves every player. @type {AudioContext|null} */
let context = null;

/**
 * @param {{url: string, channels: number, durationSeconds?: number|null}} recording
 * @returns {Engine}
 */
export function openEngine({ url, channels, durationSeconds }) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = url;

  const seconds = signal(0);
  const duration = signal(durationSeconds ?? 0);
  const isPlaying = signal(false);
  const isBuffering = signal(false);
  const speed = signal(1);
  const skipsSilence = signal(false);
  const volumes = signal(new Array(channels).fill(1));
  const hasFailed = signal(false);
  /** @type {Range[]} */
  let silence = [];
  /** @type {GainNode[]} */
  let gains = [];
  let frame = 0;

  audio.addEventListener("play", () => {
    if (playing && playing !== engine) playing.pause();
    playing = engine;
    isPlaying.value = true;
    follow();
  });
  audio.addEventListener("pause", () => stopFollowing());
  audio.addEventListener("ended", () => stopFollowing());
  audio.addEventListener("waiting", () => (isBuffering.value = true));
  audio.addEventListener("playing", () => (isBuffering.value = false));
  audio.addEventListener("timeupdate", () => (seconds.value = audio.currentTime));
  audio.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(audio.duration)) duration.value = audio.duration;
    // A seek made before the file was opened.
    if (Math.abs(audio.currentTime - seconds.value) > 0.2) audio.currentTime = seconds.value;
    audio.playbackRate = speed.value;
  });
  audio.addEventListener("error", () => {
    hasFailed.value = true;
    isBuffering.value = false;
    stopFollowing();
  });

  function follow() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (audio.paused) return;
      const target = skipsSilence.value ? afterSilence(silence, audio.currentTime) : null;
      if (target !== null) audio.currentTime = target;
      seconds.value = audio.currentTime;
      follow();
    });
  }

  function stopFollowing() {
    cancelAnimationFrame(frame);
    isPlaying.value = false;
    isBuffering.value = false;
    if (playing === engine) playing = null;
  }

  function play() {
    if (hasFailed.value) return;
    if (!gains.length && channels > 1) gains = splitChannels(audio, volumes.value);
    context?.resume();
    if (duration.value && seconds.value >= duration.value - 0.1) seek(0);
    isBuffering.value = audio.readyState < 3;
    audio.play().catch(() => stopFollowing());
  }

  /** @param {number} to */
  function seek(to) {
    const end = duration.value || Infinity;
    seconds.value = Math.min(Math.max(0, to), end);
    if (audio.readyState >= 1) audio.currentTime = seconds.value;
  }

  /** @param {number} channel @param {number} volume */
  function setVolume(channel, volume) {
    volumes.value = volumes.value.map((old, i) => (i === channel ? volume : old));
    if (gains[channel]) gains[channel].gain.value = volume;
    else if (channels === 1) audio.volume = volume;
  }

  /** @type {Engine} */
  const engine = {
    seconds, duration, isPlaying, isBuffering, speed, skipsSilence, volumes, hasFailed,
    play,
    pause: () => audio.pause(),
    toggle: () => (audio.paused ? play() : audio.pause()),
    seek,
    skip: (by) => seek(seconds.value + by),
    setSpeed: (to) => (speed.value = audio.playbackRate = to),
    setVolume,
    setSilence: (ranges) => (silence = ranges),
    setDuration: (to) => { if (!(audio.readyState >= 1)) duration.value = to; },
    retry: () => { hasFailed.value = false; audio.load(); play(); },
    close: () => { audio.pause(); audio.removeAttribute("src"); audio.load(); stopFollowing(); },
  };
  return engine;
}

/**
 * @param {HTMLAudioElement} audio @param {number[]} volumes
 * @returns {GainNode[]} one per channel
 */
function splitChannels(audio, volumes) {
  context ??= new AudioContext();
  const graph = context;
  const splitter = graph.createChannelSplitter(volumes.length);
  graph.createMediaElementSource(audio).connect(splitter);
  return volumes.map((volume, channel) => {
    const gain = new GainNode(graph, { gain: volume });
    const place = new StereoPannerNode(graph, { pan: channel === 0 ? -PAN : PAN });
    splitter.connect(gain, channel).connect(place).connect(graph.destination);
    return gain;
  });
}
