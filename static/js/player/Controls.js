/** Play, five seconds back and on, time, speed, skipping silence, a volume for each side, download. */
import { formatClock } from "../lib/format.js";
import { html, useComputed } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { Button } from "../ui/Button.js";
import { SPEEDS } from "./engine.js";

export function Controls({ lanes, engine, silentSeconds, downloadUrl }) {
  return html`<div class="player__controls">
    <${Transport} engine=${engine} />
    <${Time} engine=${engine} />
    <${Speed} engine=${engine} />
    ${silentSeconds >= 1 && html`<${SkipSilence} engine=${engine} seconds=${silentSeconds} />`}
    <div class="player__volumes">
      ${lanes.length > 1 && lanes.map((lane) => html`<${Volume} key=${lane.who} lane=${lane} engine=${engine} />`)}
    </div>
    <a class="btn btn--ghost btn--small btn--icon" href=${downloadUrl} download aria-label=${t("player.download")} title=${t("player.download")}>
      <${Icon} name="download" /></a>
  </div>`;
}

function Transport({ engine }) {
  const isPlaying = engine.isPlaying.value;
  const icon = engine.isBuffering.value ? "loader-circle" : isPlaying ? "pause" : "play";
  return html`<div class="player__transport">
    <button type="button" class="player__play" aria-label=${isPlaying ? t("player.pause") : t("player.play")}
      title=${`${isPlaying ? t("player.pause") : t("player.play")} (Space)`} onClick=${engine.toggle}>
      <${Icon} name=${icon} class=${engine.isBuffering.value ? "icon--spin" : ""} /></button>
    <${Button} kind="ghost" size="small" icon="rotate-ccw" label=${t("player.back")} onClick=${() => engine.skip(-5)} />
    <${Button} kind="ghost" size="small" icon="rotate-cw" label=${t("player.forward")} onClick=${() => engine.skip(5)} />
  </div>`;
}

/** Whole seconds only, so that a playing recording repaints this once a second. */
function Time({ engine }) {
  const now = useComputed(() => Math.floor(engine.seconds.value));
  return html`<span class="player__time num">${formatClock(now.value)}<span class="dim"> / ${formatClock(engine.duration.value)}</span></span>`;
}

function Speed({ engine }) {
  return html`<select class="player__speed" aria-label=${t("player.speed")} title=${t("player.speed")} value=${String(engine.speed.value)}
      onChange=${(event) => engine.setSpeed(Number(event.currentTarget.value))}>
    ${SPEEDS.map((speed) => html`<option key=${speed} value=${String(speed)}>${String(speed).replace(".", t("player.decimal"))}×</option>`)}
  </select>`;
}

function SkipSilence({ engine, seconds }) {
  const isOn = engine.skipsSilence.value;
  return html`<button type="button" class="chip player__skip" aria-pressed=${String(isOn)} title=${t("player.skip_hint", { n: Math.round(seconds) })}
    onClick=${() => (engine.skipsSilence.value = !isOn)}><${Icon} name="skip-forward" size=${14} />${t("player.skip_silence")}
    <span class="dim num">${formatClock(seconds)}</span></button>`;
}

function Volume({ lane, engine }) {
  const volume = engine.volumes.value[lane.channel];
  const name = t(`player.${lane.who}`);
  const isMuted = volume === 0;
  return html`<span class=${`player__volume player__volume--${lane.who}`}>
    <button type="button" aria-pressed=${String(isMuted)} aria-label=${t("player.mute", { who: name })} title=${t("player.mute", { who: name })}
      onClick=${() => engine.setVolume(lane.channel, isMuted ? 1 : 0)}><${Icon} name=${isMuted ? "volume-x" : "volume-2"} size=${14} /></button>
    <input type="range" min="0" max="1" step="0.05" value=${volume} aria-label=${t("player.volume", { who: name })} title=${t("player.volume", { who: name })}
      onInput=${(event) => engine.setVolume(lane.channel, Number(event.currentTarget.value))} />
  </span>`;
}
