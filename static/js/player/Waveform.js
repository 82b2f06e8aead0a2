/** The two lanes on a canvas that is also the slider of the position: click, drag, arrows, Home and End. */
import { formatClock } from "../lib/format.js";
import { html, useComputed, useEffect, useRef, useSignalEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { theme } from "../lib/theme.js";
import { drawLanes, themeColours } from "./draw.js";

const STEPS = { PageUp: 30, PageDown: -30, ArrowUp: 5, ArrowDown: -5, ArrowRight: 5, ArrowLeft: -5 };

export function Waveform({ lanes, engine, isLoading }) {
  const canvas = useRef(null);
  const paint = useRef(() => {});
  const now = useComputed(() => Math.floor(engine.seconds.value));
  usePainting({ canvas, paint, lanes, engine });
  const duration = engine.duration.value;

  return html`<div class="waveform">
    <div class="waveform__names" aria-hidden="true">
      ${lanes.map((lane) => html`<span key=${lane.who} class=${`waveform__name waveform__name--${lane.who}`}>${t(`player.${lane.who}`)}</span>`)}
    </div>
    <div class=${`waveform__slider ${isLoading ? "waveform__slider--loading" : ""} ${lanes.length === 1 ? "waveform__slider--single" : ""}`}
      role="slider" tabindex="0" aria-label=${t("player.position")}
      aria-valuemin="0" aria-valuemax=${Math.floor(duration)} aria-valuenow=${now.value} aria-valuetext=${`${formatClock(now.value)} / ${formatClock(duration)}`}
      onKeyDown=${(event) => onKey(event, engine)} onPointerDown=${(event) => startDrag(event, engine)} onPointerMove=${(event) => drag(event, engine)}>
      <canvas ref=${canvas}></canvas>
    </div>
  </div>`;
}

/** Repaints when the position, the size, the theme or the peaks change. */
function usePainting({ canvas, paint, lanes, engine }) {
  useEffect(() => {
    const element = canvas.current;
    let colours = themeColours(element.parentElement);
    paint.current = () => drawLanes(element, lanes, partOf(engine), colours);
    const repaint = () => {
      colours = themeColours(element.parentElement);
      paint.current();
    };
    const size = new ResizeObserver(() => paint.current());
    size.observe(element);
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", repaint);
    const stop = theme.subscribe(repaint);
    return () => {
      paint.current = () => {};
      size.disconnect();
      system.removeEventListener("change", repaint);
      stop();
    };
  }, [lanes, engine]);
  useSignalEffect(() => {
    void engine.seconds.value;
    void engine.duration.value;
    paint.current();
  });
}

const partOf = (engine) => (engine.duration.peek() ? engine.seconds.peek() / engine.duration.peek() : 0);

function onKey(event, engine) {
  const go = { Home: 0, End: engine.duration.value }[event.key];
  const step = STEPS[event.key];
  if (go === undefined && step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (go !== undefined) engine.seek(go);
  else engine.skip(step);
}

function startDrag(event, engine) {
  if (event.button) return;
  event.currentTarget.setPointerCapture(event.pointerId);
  seekTo(event, engine);
}

function drag(event, engine) {
  if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event, engine);
}

function seekTo(event, engine) {
  const box = event.currentTarget.getBoundingClientRect();
  engine.seek(((event.clientX - box.left) / box.width) * engine.duration.value);
}
