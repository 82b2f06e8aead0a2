// @ts-check
/**
 * Draws the two lanes: the agent upward from the middle, the customer downward; played bars in
 * full colour, the rest pale, silence as the thin line that is left.
 */
import { toBars } from "./lanes.js";

/** @typedef {import("./lanes.js").Lane} Lane */
/** @typedef {{agent: string, customer: string, line: string, playhead: string}} Colours */

const BAR_PX = 2;
const GAP_PX = 2;
const MIDDLE_GAP_PX = 4;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Lane[]} lanes
 * @param {number} played 0–1
 * @param {Colours} colours
 */
export function drawLanes(canvas, lanes, played, colours) {
  const { width, height, brush } = fitToScreen(canvas);
  brush.clearRect(0, 0, width, height);
  const middle = lanes.length > 1 ? height / 2 : height;
  const room = lanes.length > 1 ? (height - MIDDLE_GAP_PX) / 2 : height - 1;
  const count = Math.floor(width / (BAR_PX + GAP_PX));
  for (const lane of lanes) {
    const isUp = lanes.length === 1 || lane.who === "agent";
    const base = lanes.length === 1 ? middle : middle + (isUp ? -1 : 1) * (MIDDLE_GAP_PX / 2);
    drawBars(brush, toBars(lane.peaks, count), { base, room, isUp, played, colour: colours[lane.who] });
  }
  drawPlayhead(brush, width * played, height, colours.playhead);
}

/**
 * @param {CanvasRenderingContext2D} brush @param {number[]} bars
 * @param {{base: number, room: number, isUp: boolean, played: number, colour: string}} lane
 */
function drawBars(brush, bars, { base, room, isUp, played, colour }) {
  brush.fillStyle = colour;
  bars.forEach((bar, i) => {
    const height = Math.max(1, bar * room);
    brush.globalAlpha = (i + 0.5) / bars.length <= played ? 1 : 0.42;
    brush.fillRect(i * (BAR_PX + GAP_PX), isUp ? base - height : base, BAR_PX, height);
  });
  brush.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} brush @param {number} x @param {number} height @param {string} colour */
function drawPlayhead(brush, x, height, colour) {
  if (x <= 0) return;
  brush.fillStyle = colour;
  brush.fillRect(Math.round(x) - 1, 0, 2, height);
}

/** Backs each CSS pixel with the screen's own pixels. @param {HTMLCanvasElement} canvas */
function fitToScreen(canvas) {
  const scale = globalThis.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  brush.setTransform(scale, 0, 0, scale, 0, 0);
  return { width, height, brush };
}

/**
 * The lane colours of the theme in force. A canvas does not resolve `var()` or `light-dark()`,
 * so the browser is asked for the computed colour of a probe.
 *
 * @param {HTMLElement} element any element inside the theme
 * @returns {Colours}
 */
export function themeColours(element) {
  const probe = document.createElement("i");
  probe.hidden = true;
  element.append(probe);
  const read = (/** @type {string} */ role) => {
    probe.style.color = `var(--${role})`;
    return getComputedStyle(probe).color;
  };
  const colours = { agent: read("agent"), customer: read("customer"), line: read("line"), playhead: read("ink") };
  probe.remove();
  return colours;
}
